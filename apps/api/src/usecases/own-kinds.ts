import { apiVersion } from '@bowline/contract';
import type { KubeObject } from '@bowline/sync-engine/core/model';
import { applicationFromArgo, isArgoApplication } from './argo-application.ts';

const group = 'bowline.dev';
/** On a child: its live objects go with it. Argo CD says so by a finalizer (APP-4). */
export const cascadeAnnotation = 'bowline.dev/cascade';
const cascadeFinalizer = 'resources-finalizer.argocd.argoproj.io';

/** Whether an object is one of Bowline's own, kept in its database and not in the cluster. */
export function isOwnKind(kind: { group: string; kind: string }): boolean {
  return kind.group === group && kind.kind === 'Application';
}

/** Argo CD's Applications among rendered manifests as Bowline's, where the destination does not know Argo CD's kind itself. */
export function adoptArgoApplications(
  manifests: KubeObject[],
  cluster: { name: string; knowsArgo: boolean },
): KubeObject[] {
  if (cluster.knowsArgo) return manifests;
  return manifests.map((manifest) => {
    if (!isArgoApplication(manifest)) return manifest;
    const { metadata, spec } = applicationFromArgo(manifest, cluster.name) as {
      metadata: KubeObject['metadata'];
      spec: unknown;
    };
    const cascades = manifest.metadata.finalizers?.some((name) => name.startsWith(cascadeFinalizer)) ?? false;
    const annotations = { ...metadata.annotations, ...(cascades ? { [cascadeAnnotation]: 'true' } : {}) };
    return {
      apiVersion,
      kind: 'Application',
      metadata: { ...metadata, annotations },
      spec,
    };
  });
}
