import type { KubeObject } from '../../core/model.ts';
import type { KubeResult } from '../../ports/kube.ts';
import { isPathSegment } from './discovery.ts';
import { kubeFailure } from './kube-failure.ts';
import type { Transport } from './transport.ts';

type Query = { namespace: string; involved: { kind: string; name: string; uid?: string }[] };
type EventList = { items?: KubeObject[]; metadata?: { continue?: string } };

/** Beyond this many objects one list of the namespace is cheaper than one list each. */
const separateListsMax = 8;
const pagesMax = 20;

/** Core events about the given objects; those of cluster-scoped objects live in `default`. */
export async function fetchEvents(transport: Transport, query: Query): Promise<KubeResult<KubeObject[]>> {
  const namespace = query.namespace === '' ? 'default' : query.namespace;
  if (!isPathSegment(namespace)) {
    return kubeFailure({
      code: 'object_invalid',
      status: 400,
      message: 'The namespace cannot be used.',
      hint: '',
    });
  }
  const selectors: (string | undefined)[] =
    query.involved.length > separateListsMax
      ? [undefined]
      : query.involved.map((one) => `involvedObject.kind=${one.kind},involvedObject.name=${one.name}`);
  const lists = await Promise.all(selectors.map((selector) => listEvents(transport, namespace, selector)));
  const events: KubeObject[] = [];
  for (const list of lists) {
    if (!list.ok) return list;
    events.push(...list.value);
  }
  return { ok: true, value: events.filter((event) => concerns(event, query)), warnings: [] };
}

async function listEvents(
  transport: Transport,
  namespace: string,
  fieldSelector: string | undefined,
): Promise<KubeResult<KubeObject[]>> {
  const items: KubeObject[] = [];
  let next: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const list = await transport.json<EventList>({
      method: 'GET',
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
      query: { fieldSelector, limit: '500', continue: next },
      what: `list events in ${namespace}`,
      isSecret: false,
    });
    if (!list.ok) return list;
    items.push(...(list.value.items ?? []));
    next = list.value.metadata?.continue;
    if (next === undefined || next === '') break;
  }
  // Items of a list carry no apiVersion and kind of their own.
  const value = items.map((item) => ({ ...item, apiVersion: 'v1', kind: 'Event' }));
  return { ok: true, value, warnings: [] };
}

function concerns(event: KubeObject, query: Query): boolean {
  const about = event['involvedObject'] as { kind?: string; name?: string; uid?: string } | undefined;
  return query.involved.some(
    (one) =>
      about?.kind === one.kind &&
      about.name === one.name &&
      (one.uid === undefined || about.uid === undefined || about.uid === one.uid),
  );
}
