import type { KubeObject, LiveResult, ResourceKey } from '@bowline/sync-engine/core/model';
import { formatKey, keyOf, objectsByKey } from '@bowline/sync-engine/core/resource-key';
import type { ClusterClient, LiveQuery } from '@bowline/sync-engine/ports/kube';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { plainCalls } from './plain-calls.ts';

/** How long the watch may take to show a write before the server is asked. */
const settleMs = 5_000;
/** What nobody has read by then is read from the watch again. */
const keptMs = 60_000;

type Own = { object: KubeObject; settleAtMs: number; untilMs: number };

/**
 * What this process wrote to one watched cluster, believed until the watch has seen it: no read is older than an own write.
 * Without it, an Operation that has just ended looks like drift, and automation would undo it.
 */
export type OwnWrites = {
  /** The client, whose writes are remembered. */
  client: ClusterClient;
  /** `result` of `query` with own writes in place of older copies. Contacts the server where the watch stays behind. */
  over(result: LiveResult, query: LiveQuery): Promise<LiveResult>;
};

/** `isWatched` = reads come from a watch; else they come from the server, and are never older than a write. */
export function ownWrites(input: {
  client: ClusterClient;
  clock: Clock;
  isWatched: () => boolean;
}): OwnWrites {
  const { client, clock, isWatched } = input;
  const writes = new Map<string, Own>();

  function remember(object: KubeObject): void {
    if (!isWatched() || object.metadata.resourceVersion === undefined) return;
    const nowMs = clock.monotonicMs();
    // In the order of their writes, so that the old ones come first.
    for (const [id, { untilMs }] of writes) {
      if (untilMs > nowMs) break;
      writes.delete(id);
    }
    const id = formatKey(keyOf(object));
    writes.delete(id);
    writes.set(id, { object, settleAtMs: nowMs + settleMs, untilMs: nowMs + keptMs });
  }

  async function over(result: LiveResult, query: LiveQuery): Promise<LiveResult> {
    if (writes.size === 0 || result.kind === 'unknown') return result;
    const live = objectsByKey(result.objects);
    const ids = new Map<string, ResourceKey>(query.keys.map((key) => [formatKey(key), key]));
    for (const [id, object] of live) if (writes.has(id)) ids.set(id, keyOf(object));
    let isOver = false;
    for (const [id, key] of ids) {
      const own = writes.get(id);
      if (own === undefined) continue;
      if (isCaughtUp(live.get(id), own.object)) {
        writes.delete(id);
        continue;
      }
      isOver = true;
      const now = await current(id, key, own);
      if (now === null) live.delete(id);
      else live.set(id, now);
    }
    return isOver ? { ...result, objects: [...live.values()] } : result;
  }

  /** The watch is late, or somebody else has changed or deleted the object at once: after a while the server decides. */
  async function current(id: string, key: ResourceKey, own: Own): Promise<KubeObject | null> {
    if (clock.monotonicMs() < own.settleAtMs) return own.object;
    const answer = await client.get(key, own.object.apiVersion.split('/').at(-1) ?? 'v1');
    if (!answer.ok) return own.object;
    if (answer.value === null) writes.delete(id);
    else remember(answer.value);
    return answer.value;
  }

  return {
    over,
    client: {
      ...plainCalls(client),
      async delete(request) {
        // A deleted object may stay until its finalizers are done: only the server knows.
        const own = writes.get(formatKey(request.key));
        if (own !== undefined) own.settleAtMs = clock.monotonicMs();
        return client.delete(request);
      },
      async apply(request) {
        const answer = await client.apply(request);
        if (answer.ok && !request.dryRun) remember(answer.value);
        return answer;
      },
      async patch(key, version, patch, options) {
        const answer = await client.patch(key, version, patch, options);
        if (answer.ok && !options.dryRun && options.subresource === undefined) remember(answer.value);
        return answer;
      },
    },
  };
}

function isCaughtUp(seen: KubeObject | undefined, own: KubeObject): boolean {
  if (seen === undefined) return false;
  if (seen.metadata.uid !== own.metadata.uid) return version(seen) > version(own);
  return version(seen) >= version(own);
}

// resourceVersions of one resource type compare as numbers since Kubernetes 1.35 made that part of the API.
function version(object: KubeObject): bigint {
  const text = object.metadata.resourceVersion ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}
