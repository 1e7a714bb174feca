import type { CallInput, CallOutput, Client } from '@bowline/contract/client';

type ListEndpoint =
  | 'listApplications'
  | 'listPlans'
  | 'listOperations'
  | 'listReleases'
  | 'listProjects'
  | 'listRepositories'
  | 'listClusters'
  | 'listTokens'
  | 'listUsers';

const pageSize = 500;

/** All items of a list, page by page; at most `limit`. */
export async function listAll<N extends ListEndpoint>(
  client: Client,
  endpoint: N,
  query: object,
  options: { params?: object; limit?: number } = {},
): Promise<CallOutput<N>['items']> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const items: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = (await client.call(endpoint, {
      ...(options.params === undefined ? {} : { params: options.params }),
      query: { ...query, limit: Math.min(pageSize, limit - items.length), cursor },
    } as unknown as CallInput<N>)) as { items: unknown[]; next: string | null };
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && items.length < limit);
  return items as CallOutput<N>['items'];
}
