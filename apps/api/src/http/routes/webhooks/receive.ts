import { createHash } from 'node:crypto';
import { type RepositoryRecord, repositoryStore } from '../../../store/repository.ts';
import { webhookDeliveryStore } from '../../../store/webhook-delivery.ts';
import { requestRefreshByRepository } from '../../../usecases/refresh-by-repository.ts';
import type { HttpDeps } from '../../deps.ts';
import { endpoint } from '../../endpoint.ts';
import { badRequest, problem } from '../../problem.ts';
import { readRawBody } from '../../read-body.ts';
import type { Http } from '../../request-context.ts';
import { failureLimit } from './failure-limit.ts';
import { type Provider, providers } from './providers.ts';

const bodyBytesMax = 1_000_000;
const limits = new WeakMap<HttpDeps, ReturnType<typeof failureLimit>>();

/**
 * Receives a push event. In order: size, signature on the raw body, replay, payload. Only repositories whose own secret signed
 * it, or for the common secret those without one, are refreshed (X64, X67).
 */
export const receiveWebhook = endpoint('receiveWebhook', async ({ params, deps, http }) => {
  const provider = providers[params.provider];
  const header = (name: string): string | undefined => http.req.header(name);
  const count = (outcome: string) => deps.metrics.webhooks.inc({ provider: params.provider, outcome });
  const body = await readRawBody(http, bodyBytesMax);
  const speaksFor = await verify(deps, http, provider, body).catch((error: unknown) => {
    count('refused');
    throw error;
  });

  const push = provider.read(parse(body), header);
  const id = provider.deliveryId(header)?.slice(0, 200) ?? createHash('sha256').update(body).digest('hex');
  const ref = push?.ref?.slice(0, 500) ?? '';
  const delivery = { provider: params.provider, id, repository: push?.urls[0]?.slice(0, 500) ?? '', ref };
  if (!(await webhookDeliveryStore(deps.context.db).record(delivery))) {
    count('repeated');
    return { refreshed: 0 };
  }
  const refreshed = push
    ? await requestRefreshByRepository(deps.context, { ...push, onlyKeys: speaksFor })
    : 0;
  count('accepted');
  http.get('request').log.info({ provider: params.provider, ref, refreshed }, 'webhook received');
  return { refreshed };
});

/** `urlKey`s the delivery may speak for. Throws unauthenticated; without any secret nothing is accepted. */
async function verify(deps: HttpDeps, http: Http, provider: Provider, body: Buffer): Promise<Set<string>> {
  const { ip } = http.get('request');
  const limit = limits.get(deps) ?? failureLimit(deps.context.clock);
  limits.set(deps, limit);
  if (limit.isExceeded(ip))
    throw problem('too_many_requests', 'There were too many deliveries that nobody signed.');
  const store = repositoryStore(deps.context.db);
  const header = (name: string): string | undefined => http.req.header(name);
  const own = await store.webhookSecrets();
  const signed = new Map(
    [...new Set(own.map(({ secret }) => secret))].map((secret) => [
      secret,
      provider.isSignedWith(secret, body, header),
    ]),
  );
  const keys = new Set(own.filter(({ secret }) => signed.get(secret)).map(({ urlKey }) => urlKey));
  const common = deps.config.webhookSecret;
  const isCommon = common !== '' && provider.isSignedWith(common, body, header);
  if (isCommon) for (const key of await keysWithoutSecret(store)) keys.add(key);
  if (keys.size > 0 || isCommon) return keys;
  limit.count(ip);
  throw problem(
    'unauthenticated',
    'The delivery carries no valid signature.',
    'Set the same secret at the provider and on the repository in Bowline.',
  );
}

async function keysWithoutSecret(store: { all(): Promise<RepositoryRecord[]> }): Promise<string[]> {
  return (await store.all()).filter(({ hasWebhookSecret }) => !hasWebhookSecret).map(({ urlKey }) => urlKey);
}

// GitHub can send the JSON inside a form.
function parse(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text.startsWith('payload=') ? (new URLSearchParams(text).get('payload') ?? '') : text);
  } catch {
    throw badRequest('The body is not valid JSON.');
  }
}
