import { badRequest, methodNotAllowed } from './errors.ts';
import { cloneJson, isJsonObject, type JsonObject, type KubeObject, valueAt } from './object.ts';
import { type PatchKind, patchObject } from './patch.ts';
import { json, type Reply } from './request.ts';
import type { ScalePaths } from './resource-type.ts';
import type { SubresourceCall } from './subresource.ts';
import { untyped } from '@bowline/sync-engine/core/schema/types';

/** GET, PUT and PATCH of the scale subresource: an autoscaling/v1 Scale that reads and writes the replica count. */
export function scale(call: SubresourceCall, patchKind: PatchKind | undefined): Reply {
  const { target, request, body, options, writer } = call;
  const paths = target.type.scale!;
  const { object } = writer.get(target);
  if (request.method === 'GET') return json(200, scaleOf(object, paths));
  if (request.method !== 'PUT' && request.method !== 'PATCH') throw methodNotAllowed();
  const wanted =
    request.method === 'PUT' || patchKind === undefined
      ? body
      : patchObject(patchKind === 'apply' ? 'merge' : patchKind, untyped, scaleOf(object, paths), body);
  if (!isJsonObject(wanted)) throw badRequest('the request body must be a Scale');
  const replicas = valueAt(wanted, ['spec', 'replicas']) ?? 0;
  if (!Number.isInteger(replicas) || Number(replicas) < 0)
    throw badRequest('spec.replicas must be a whole number');
  const draft = cloneJson(object);
  setAt(draft, paths.spec, replicas);
  const sent = valueAt(wanted, ['metadata', 'resourceVersion']);
  if (typeof sent === 'string') draft.metadata.resourceVersion = sent;
  const written = writer.update({ ...target, subresource: '' }, draft, options);
  return json(200, scaleOf(written.stored.object, paths));
}

function scaleOf(object: KubeObject, paths: ScalePaths): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.selector && valueAt(object, paths.selector);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: valueAt(object, paths.spec) ?? 0 },
    status: {
      replicas: valueAt(object, paths.status) ?? 0,
      ...(selector === undefined ? {} : { selector: selectorText(selector) }),
    },
  };
}

function selectorText(selector: unknown): string {
  if (typeof selector === 'string') return selector;
  const labels = valueAt(selector, ['matchLabels']);
  return isJsonObject(labels)
    ? Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(',')
    : '';
}

function setAt(object: KubeObject, path: string[], value: unknown): void {
  let at: JsonObject = object;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    at = isJsonObject(next) ? next : ((at[step] = {}) as JsonObject);
  }
  at[path.at(-1)!] = value;
}
