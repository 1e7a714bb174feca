import type { KubeObject, ResourceKey } from '@bowline/sync-engine/core/model';
import type { ClusterCache, ClusterClient } from '@bowline/sync-engine/ports/kube';
import type { Clock } from '@bowline/sync-engine/ports/time';

/** What a registration knows of which cluster its name means. */
export type RegisteredIdentity = {
  /** '' until the cluster was seen for the first time. */
  identity: string;
  /** Keeps the first identity; the answer is the one that counts, should another replica have been faster. */
  remember(identity: string): Promise<string>;
  /** Notes that another cluster answers now, for the page that asks whether that is meant. */
  noteOther(identity: string): Promise<void>;
};

type Input = {
  name: string;
  registered?: RegisteredIdentity;
  client: ClusterClient;
  cache: () => ClusterCache | null;
  clock: Clock;
};

const kubeSystem: ResourceKey = { group: '', kind: 'Namespace', namespace: '', name: 'kube-system' };
/** An unwatched cluster is asked who it is at most this often. */
const readLifeMs = 30_000;

/**
 * Tells whether the API server that answers is the one that was registered, by the uid of its kube-system namespace. A name
 * that is pointed at another cluster would show everything as absent there, and be filled with what belongs elsewhere. Where
 * the namespace may not be read, nothing can be told and nothing is refused.
 */
export function clusterIdentity(input: Input) {
  const { name, registered } = input;
  let known = registered?.identity ?? '';
  let seen = '';
  let noted = '';
  let read: { atMs: number; uid: string } | undefined;

  const look = async (): Promise<string> => {
    const watched = uidOf(input.cache()?.get(kubeSystem));
    if (watched !== '') return watched;
    const nowMs = input.clock.monotonicMs();
    if (read && nowMs - read.atMs < readLifeMs) return read.uid;
    const answer = await input.client.get(kubeSystem, 'v1');
    read = { atMs: nowMs, uid: answer.ok ? uidOf(answer.value) : '' };
    return read.uid;
  };

  return {
    seen: () => seen,

    /** Why nothing that this cluster shows may be believed; undefined when it is the registered one. */
    async changed(): Promise<{ code: string; message: string } | undefined> {
      if (registered === undefined) return undefined;
      const now = await look();
      if (now === '') return undefined;
      seen = now;
      if (known === '') known = await registered.remember(now);
      if (now === known) return undefined;
      if (noted !== now) await registered.noteOther(now);
      noted = now;
      const message = `Another cluster answers as ${name} than the one registered: its kube-system namespace is ${now}, not ${known}.`;
      return { code: 'cluster_changed', message };
    },
  };
}

function uidOf(namespace: KubeObject | null | undefined): string {
  return namespace?.metadata.uid ?? '';
}
