import { annotationOf } from './annotations.ts';
import type { KubeObject, SyncPolicy } from './model.ts';
import { parseSyncOptions } from './sync-options.ts';

/** Marks the destination Namespace that is desired for its labels and annotations alone. It is never tracked, so never pruned. */
export const managedNamespaceAnnotation = 'bowline.dev/managed-namespace';

/**
 * The destination Namespace as `CreateNamespace=true` with `managedNamespaceMetadata` wants it (B5): compared and applied like
 * any object, so a changed label makes the Application OutOfSync. undefined where nothing of the kind is asked for.
 */
export function managedNamespaceOf(input: {
  policy?: SyncPolicy | undefined;
  namespace: string;
  trackingName: string;
}): KubeObject | undefined {
  const { policy, namespace } = input;
  const wanted = policy?.managedNamespaceMetadata;
  const labels = wanted?.labels ?? {};
  const annotations = wanted?.annotations ?? {};
  const isEmpty = Object.keys(labels).length + Object.keys(annotations).length === 0;
  if (namespace === '' || isEmpty || !parseSyncOptions(policy).createNamespace) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
      annotations: { ...annotations, [managedNamespaceAnnotation]: input.trackingName },
    },
  };
}

/** True for the desired Namespace of {@link managedNamespaceOf}, also as a Release remembers it. */
export function isManagedNamespace(object: KubeObject | null): boolean {
  return (
    object !== null &&
    object.kind === 'Namespace' &&
    object.apiVersion === 'v1' &&
    annotationOf(object, managedNamespaceAnnotation) !== undefined
  );
}
