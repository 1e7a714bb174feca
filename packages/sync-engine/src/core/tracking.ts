import { annotationOf } from './annotations.ts';
import type { KubeObject, ResourceKey } from './model.ts';
import { formatKey, keyOf } from './resource-key.ts';

export const trackingIdAnnotation = 'bowline.dev/tracking-id';
export const installationIdAnnotation = 'bowline.dev/installation-id';

/** The name of an Application inside a tracking id: `<project>_<name>`. */
export function trackingNameOf(application: { project: string; name: string }): string {
  return `${application.project}_${application.name}`;
}

/** The tracking id of one object of an Application: `<project>_<name>:<group>/<kind>:<namespace>/<name>` (B6). */
export function trackingIdOf(trackingName: string, key: ResourceKey): string {
  return `${trackingName}:${key.group}/${key.kind}:${key.namespace}/${key.name}`;
}

/** A copy that carries the tracking id of itself as it is named now; the namespace must be final. */
export function withTracking(
  object: KubeObject,
  input: { trackingName: string; installationId: string },
): KubeObject {
  const annotations = { ...object.metadata.annotations };
  annotations[trackingIdAnnotation] = trackingIdOf(input.trackingName, keyOf(object));
  annotations[installationIdAnnotation] = input.installationId;
  return { ...object, metadata: { ...object.metadata, annotations } };
}

export type Tracking = {
  trackingName: string;
  /** The object that the id names. */
  key: ResourceKey;
  installationId: string;
  /** The id names the object that carries it. A copied annotation (Endpoints, a restored backup) does not. */
  isSelf: boolean;
};

/** What an object says of who manages it; null when it carries no readable tracking id. */
export function trackingOf(object: KubeObject): Tracking | null {
  const text = annotationOf(object, trackingIdAnnotation);
  const id = text === undefined ? null : parseTrackingId(text);
  if (id === null) return null;
  return {
    ...id,
    installationId: annotationOf(object, installationIdAnnotation) ?? '',
    isSelf: formatKey(id.key) === formatKey(keyOf(object)),
  };
}

/** Names of RBAC objects may hold colons, so only the first two separate. */
function parseTrackingId(text: string): { trackingName: string; key: ResourceKey } | null {
  const match = /^([^:]+):([^:/]*)\/([^:/]+):([^/]*)\/([^/]+)$/.exec(text);
  if (match === null) return null;
  const [, trackingName = '', group = '', kind = '', namespace = '', name = ''] = match;
  return { trackingName, key: { group, kind, namespace, name } };
}

/** True when this installation's Application of that name manages this very object. */
export function isTrackedBy(
  object: KubeObject,
  input: { trackingName: string; installationId: string },
): boolean {
  const tracking = trackingOf(object);
  return (
    tracking !== null &&
    tracking.isSelf &&
    tracking.trackingName === input.trackingName &&
    tracking.installationId === input.installationId
  );
}

/** The Argo CD Application that tracks an object by annotation, to adopt it from; null when none does. Never written. */
export function argoTrackingOf(object: KubeObject): string | null {
  const text = annotationOf(object, 'argocd.argoproj.io/tracking-id');
  return text === undefined ? null : (parseTrackingId(text)?.trackingName ?? null);
}
