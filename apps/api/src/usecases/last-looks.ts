import { ComparisonCache } from '@bowline/sync-engine/core/diff/comparison-cache';
import type { ResourceKey } from '@bowline/sync-engine/core/model';
import type { EvaluationMemory } from './evaluation.ts';

/** All that decides what one look at an Application finds, short enough to keep: equal values mean the same findings again. */
export type Look = {
  generation: number;
  release: number | null;
  /** What was rendered: digest of the manifests, with what the renderer said. */
  rendered: string;
  /** What the cluster's discovery said. */
  scope: string;
  /** Keys that live state was read for, and the versions of what was found. */
  keys: ResourceKey[];
  live: string;
};

/**
 * What this process found out and saved last, by Application, so that what has not changed costs no query. Forgotten when a
 * cluster is given up: its next owner writes what this process does not see.
 */
export type LastLooks = {
  isTreeSaved(applicationUid: string, digest: string): boolean;
  rememberTree(applicationUid: string, digest: string): void;
  /** Whether this Release is known to have been Healthy. */
  wasHealthy(applicationUid: string, release: number): boolean;
  rememberHealthy(applicationUid: string, release: number): void;
  get(applicationUid: string): Look | undefined;
  /** null: the last look was not one that can be repeated without looking. */
  remember(applicationUid: string, look: Look | null): void;
  /** What the comparisons of an Application may keep; that of the Applications looked at least recently is let go. */
  memory(applicationUid: string): EvaluationMemory;
  forgetAll(): void;
};

/** An Application of more objects is looked at in full: its keys would weigh more than they save. */
const keysMax = 5_000;
/** Resources whose comparison is kept, over all Applications. */
const comparedMax = 50_000;

export function lastLooks(): LastLooks {
  const trees = new Map<string, string>();
  const healthy = new Map<string, number>();
  const looks = new Map<string, Look>();
  /** The last one was asked for last. */
  const memories = new Map<string, EvaluationMemory>();
  return {
    isTreeSaved: (uid, digest) => trees.get(uid) === digest,
    rememberTree: (uid, digest) => void trees.set(uid, digest),
    wasHealthy: (uid, release) => healthy.get(uid) === release,
    rememberHealthy: (uid, release) => void healthy.set(uid, release),
    get: (uid) => looks.get(uid),
    remember(uid, look) {
      if (look === null || look.keys.length > keysMax) looks.delete(uid);
      else looks.set(uid, look);
    },
    memory(uid) {
      const memory = memories.get(uid) ?? { comparisons: new ComparisonCache() };
      memories.delete(uid);
      memories.set(uid, memory);
      let count = 0;
      for (const [older, { comparisons }] of [...memories].toReversed()) {
        count += comparisons.size;
        if (count > comparedMax && older !== uid) memories.delete(older);
      }
      return memory;
    },
    forgetAll() {
      memories.clear();
      trees.clear();
      healthy.clear();
      looks.clear();
    },
  };
}
