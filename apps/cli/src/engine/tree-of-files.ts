import { hookPhasesOf, syncWaveOf } from '@bowline/sync-engine/core/annotations';
import type {
  Comparison,
  Health,
  HealthStatus,
  KubeObject,
  ResourceKey,
} from '@bowline/sync-engine/core/model';
import { keyOf, parseApiVersion } from '@bowline/sync-engine/core/resource-key';
import { buildTree } from '@bowline/sync-engine/core/tree/build-tree';

export type TreeRow = {
  key: ResourceKey;
  parent: ResourceKey | null;
  health: Health | null;
  images: string[];
  rollup: { health: HealthStatus | null; problems: number; total: number };
};

/** All objects, parents before children. Nothing is desired here, so each counts as managed and in sync. */
export function treeOfFiles(objects: KubeObject[], judge?: (object: KubeObject) => Health | null): TreeRow[] {
  const comparison: Comparison = {
    status: 'Synced',
    reasons: { pending: 0, drift: 0, unknown: 0, prune: 0 },
    message: '',
    resources: objects.map((object) => ({
      key: keyOf(object),
      version: parseApiVersion(object.apiVersion).version,
      verdict: 'in-sync',
      desired: object,
      live: object,
      fields: [],
      hidden: [],
      hookPhases: hookPhasesOf(object).phases,
      wave: syncWaveOf(object),
      reasons: [],
      isIgnoredExtra: false,
      message: '',
    })),
  };
  return buildTree({ comparison, live: objects, ...(judge ? { judge } : {}) }).map(
    ({ key, parent, health, images, rollup }) => ({
      key,
      parent,
      health,
      images,
      rollup: { health: rollup.health, problems: rollup.problems, total: rollup.total },
    }),
  );
}
