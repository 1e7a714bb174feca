import type { KubeObject, ResourceKey, SyncOptions } from '@bowline/sync-engine/core/model';
import { resourceOptionsOf } from '@bowline/sync-engine/core/annotations';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';
import type { ClusterClient } from '@bowline/sync-engine/ports/kube';
import { mapLimited } from './map-limited.ts';

export type DryRunError = { key: ResourceKey; message: string };
/** `remarks`: what the server warned of while it accepted. */
export type DryRunReport = { errors: DryRunError[]; remarks: DryRunError[] };

const atOnce = 8;

/**
 * Asks the cluster what it would say to each object, without writing. Objects of kinds or in namespaces that the same plan
 * brings (`madeNamespaces`: those that its options create) are passed over: the server cannot judge them yet.
 */
export async function dryRun(
  client: ClusterClient,
  objects: KubeObject[],
  context: { options: SyncOptions; madeNamespaces: string[] },
): Promise<DryRunReport> {
  const brought = {
    kinds: new Set(objects.filter((o) => o.kind === 'CustomResourceDefinition').map(kindOfDefinition)),
    namespaces: new Set([
      ...context.madeNamespaces,
      ...objects.filter((o) => o.kind === 'Namespace').map((o) => o.metadata.name),
    ]),
  };
  const errors: DryRunError[] = [];
  const remarks: DryRunError[] = [];
  await mapLimited(atOnce, objects, async (object) => {
    const key = keyOf(object);
    if (brought.kinds.has(`${key.group}/${key.kind}`)) return;
    const answer = await client.apply({
      object,
      mode: 'server-side-apply',
      forceConflicts: true,
      dryRun: true,
      validate: resourceOptionsOf(object, context.options).validate,
    });
    if (answer.ok) {
      for (const message of answer.warnings) remarks.push({ key, message });
    } else if (!(answer.code === 'object_not_found' && brought.namespaces.has(key.namespace))) {
      errors.push({ key, message: answer.message });
    }
  });
  return { errors: errors.sort((a, b) => (formatKey(a.key) < formatKey(b.key) ? -1 : 1)), remarks };
}

function kindOfDefinition(crd: KubeObject): string {
  const spec = crd.spec as { group?: string; names?: { kind?: string } } | undefined;
  return `${spec?.group ?? ''}/${spec?.names?.kind ?? ''}`;
}
