import { createHash } from 'node:crypto';
import {
  argoTrackingOf,
  trackingIdOf,
  trackingNameOf,
  trackingOf,
  withTracking,
} from '@bowline/sync-engine/core/tracking';
import { compare } from '@bowline/sync-engine/core/diff/compare';
import { annotationOf, hookPhasesOf, syncWaveOf } from '@bowline/sync-engine/core/annotations';
import type {
  Comparison,
  IgnoreRule,
  KubeObject,
  ReleaseItem,
  RenderWarning,
  SyncPolicy,
} from '@bowline/sync-engine/core/model';
import { prepareDesired } from '@bowline/sync-engine/core/prepare-desired';
import { formatKey, keyOf, parseApiVersion } from '@bowline/sync-engine/core/resource-key';
import { stableJson } from '@bowline/sync-engine/core/schema/json';
import { type HashKey, isSecret } from '@bowline/sync-engine/core/secrets';
import { schemasOf } from './schemas-of-files.ts';
import { scopeOf } from './scope.ts';

export type CompareFilesInput = {
  desired: KubeObject[];
  live: KubeObject[];
  base: KubeObject[] | null;
  rules: IgnoreRule[];
  /** Where objects without a namespace belong; undefined = where live has them, else `default`. */
  namespace: string | undefined;
  application: { project: string; name: string };
  /** Of the Application: its Namespace is compared where the policy manages its labels. */
  policy?: SyncPolicy | undefined;
};

export type PreparedFiles = {
  desired: KubeObject[];
  live: KubeObject[];
  base: ReleaseItem[] | null;
  warnings: RenderWarning[];
  hashKey: HashKey;
  trackingName: string;
  rules: IgnoreRule[];
  schemaOf: ReturnType<typeof schemasOf>;
};

const installationId = 'files';

/**
 * Files as the server sees an Application. They carry no marks of an installation, so both sides are marked here as belonging
 * together, which leaves the marks themselves out of the difference.
 */
export function prepareFiles(input: CompareFilesInput): PreparedFiles {
  const trackingName = `${input.application.project}_${input.application.name}`;
  const tracking = { trackingName, installationId };
  const isNamespaced = scopeOf([...input.desired, ...(input.base ?? [])], input.live);
  const destinationNamespace = input.namespace ?? 'default';
  const place = (objects: KubeObject[], policy?: SyncPolicy) =>
    prepareDesired({
      manifests:
        input.namespace === undefined ? objects.map((object) => placedLike(object, input.live)) : objects,
      destinationNamespace,
      isNamespaced,
      ...tracking,
      policy,
    });
  const { objects: desired, warnings } = place(input.desired, input.policy);
  const wanted = new Set(desired.map((object) => formatKey(keyOf(object))));
  // Where this Application's objects bear its mark, one without a mark is somebody's own, and would be adopted.
  const isMarked = input.live.some((object) => trackingOf(object)?.trackingName === trackingName);
  const isOurs = ownership(input.live, input.application);
  const live = input.live.map((written) => {
    const object = placed(written, destinationNamespace, isNamespaced);
    const isWanted = wanted.has(formatKey(keyOf(object)));
    const isOwned = isWanted ? !isForeign(object, input.application, isMarked) : isOurs(object);
    return object.metadata.name !== '' && isOwned ? withTracking(object, tracking) : object;
  });
  const base = input.base === null ? null : place(input.base).objects.map(releaseItem);
  const hashKey = hashKeyOf([...input.desired, ...input.live]);
  const schemaOf = schemasOf([...(input.base ?? []), ...input.live, ...input.desired]);
  return { desired, live, base, warnings, hashKey, trackingName, rules: input.rules, schemaOf };
}

/** Compares prepared files as the server compares an Application. */
export function comparePrepared(files: PreparedFiles): Comparison {
  const { desired, live, base, hashKey, trackingName, rules, schemaOf } = files;
  return compare({
    desired,
    live,
    base,
    ignore: rules,
    schemaOf,
    trackingName,
    installationId,
    hashKey,
  });
}

/** A manifest without a namespace means the live object of its kind and name, when there is exactly one. */
function placedLike(object: KubeObject, live: readonly KubeObject[]): KubeObject {
  if (object.metadata.namespace) return object;
  const { group } = parseApiVersion(object.apiVersion);
  const alike = live.filter(
    (other) =>
      other.kind === object.kind &&
      other.metadata.name === object.metadata.name &&
      parseApiVersion(other.apiVersion).group === group,
  );
  const namespace = alike.length === 1 ? alike[0]?.metadata.namespace : undefined;
  return namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object;
}

/** With the namespace that the object has in a cluster: manifests that stand for live objects may leave it out, or name one. */
function placed(
  object: KubeObject,
  namespace: string,
  isNamespaced: (gk: { group: string; kind: string }) => boolean | undefined,
): KubeObject {
  const { group } = parseApiVersion(object.apiVersion);
  const isIn = isNamespaced({ group, kind: object.kind });
  const { namespace: written, ...metadata } = object.metadata;
  if (isIn === undefined || isIn === Boolean(written)) return object;
  return { ...object, metadata: isIn ? { ...object.metadata, namespace } : metadata };
}

/**
 * Which live objects belong to the Application although it no longer desires them. Where any carries a mark (Bowline's or
 * Argo CD's), the marked ones of this Application; where none does, the files are taken at their word: all of them. A mark
 * that names another object was copied with the annotations around it, and its bearer is nobody's to prune (B6).
 */
function ownership(
  live: readonly KubeObject[],
  application: { project: string; name: string },
): (object: KubeObject) => boolean {
  const trackingName = trackingNameOf(application);
  const marks = new Set(live.map(markOf).filter((mark) => typeof mark === 'string'));
  if (marks.size === 0) return (object) => markOf(object) === undefined;
  const known = [...marks].filter((mark) => mark === trackingName || mark === application.name);
  const [only = ''] = marks.size === 1 ? marks : [];
  // Nobody said which Application is meant, or Argo CD put its namespace before the name: one mark alone is that of it.
  const isMeant = trackingName === unnamed || only.endsWith(`_${application.name}`);
  const wanted = new Set(known.length > 0 ? known : isMeant && only !== '' ? [only] : []);
  return (object) => wanted.has(markOf(object) ?? '');
}

/** Without `--app` an Application is called so. */
const unnamed = trackingNameOf({ project: 'default', name: 'app' });

/** The Application that an object's mark names; null = the mark was copied from another object, undefined = it has none. */
function markOf(object: KubeObject): string | null | undefined {
  const own = trackingOf(object);
  if (own !== null) return own.isSelf ? own.trackingName : null;
  const argo = argoTrackingOf(object);
  if (argo === null) return undefined;
  const key = keyOf(object);
  const text = annotationOf(object, 'argocd.argoproj.io/tracking-id') ?? '';
  // On what is cluster-scoped Argo CD writes the destination namespace.
  const isSelf =
    key.namespace === ''
      ? text.startsWith(`${argo}:${key.group}/${key.kind}:`) && text.endsWith(`/${key.name}`)
      : text === trackingIdOf(argo, key);
  return isSelf ? argo : null;
}

/** Of another Application, or of nobody where ours are marked. Without a name nobody said which Application is meant. */
function isForeign(
  object: KubeObject,
  application: { project: string; name: string },
  isMarked: boolean,
): boolean {
  const trackingName = trackingNameOf(application);
  if (trackingName === unnamed) return false;
  const own = trackingOf(object);
  if (own?.isSelf === true) return own.trackingName !== trackingName;
  const argo = argoTrackingOf(object);
  if (argo !== null) return argo !== application.name && argo !== trackingName;
  return isMarked;
}

function releaseItem(manifest: KubeObject): ReleaseItem {
  return {
    key: keyOf(manifest),
    version: parseApiVersion(manifest.apiVersion).version,
    manifest,
    wave: syncWaveOf(manifest),
    hookPhases: hookPhasesOf(manifest).phases,
  };
}

/**
 * Secret values are shown as hashes. The key is made of all Secrets of the input: equal input gives equal output, and a
 * value cannot be guessed from its hash without the other values.
 */
function hashKeyOf(objects: readonly KubeObject[]): HashKey {
  const hash = createHash('sha256').update('bowline engine');
  for (const object of objects) if (isSecret(object)) hash.update(stableJson(object));
  return { version: 0, key: hash.digest() };
}
