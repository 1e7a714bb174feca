import { badRequest, conflict, methodNotAllowed, tooManyRequests } from '../api/errors.ts';
import { cloneJson, isJsonObject, type KubeObject, valueAt } from '../api/object.ts';
import { json, type Reply } from '../api/request.ts';
import { success } from '../api/representation.ts';
import { matchesLabelSelector } from '../api/selector.ts';
import type { SubresourceCall, SubresourceHandlers } from '../api/subresource.ts';
import { deleteOptions } from '../api/write-options.ts';
import { podLog } from './pod-log.ts';
import type { Pod } from './shapes.ts';

/** The subresources of built-in kinds beyond status and scale. */
export const subresourceHandlers: SubresourceHandlers = new Map([
  ['/pods/binding', bind],
  ['/pods/eviction', evict],
  ['/pods/log', readLog],
  ['/namespaces/finalize', finalize],
]);

/** POST binding: gives a Pod its node. */
function bind({ target, request, body, options, writer }: SubresourceCall): Reply {
  if (request.method !== 'POST') throw methodNotAllowed();
  const node = valueAt(body, ['target', 'name']);
  if (typeof node !== 'string' || node === '') throw badRequest('target.name is required');
  const { object } = writer.get(target);
  const bound = valueAt(object, ['spec', 'nodeName']);
  if (bound)
    throw conflict(
      target.type,
      object.metadata.name,
      `pod ${object.metadata.name} is already assigned to node "${String(bound)}"`,
    );
  const draft = cloneJson(object) as Pod;
  draft.spec.nodeName = node;
  writer.update({ ...target, subresource: '' }, draft, options);
  return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

/** POST eviction: a deletion that a PodDisruptionBudget can refuse with 429. */
function evict({ target, request, body, writer, deleter }: SubresourceCall): Reply {
  if (request.method !== 'POST') throw methodNotAllowed();
  const { object } = writer.get(target);
  const context = writer.context({ dryRun: false, user: request.user });
  const blocking = context
    .list('policy/poddisruptionbudgets', target.namespace)
    .filter((budget) =>
      matchesLabelSelector(valueAt(budget, ['spec', 'selector']), object.metadata.labels ?? {}),
    )
    .find((budget) => Number(valueAt(budget, ['status', 'disruptionsAllowed']) ?? 0) < 1);
  if (blocking) {
    throw tooManyRequests(
      `Cannot evict pod as it would violate the pod's disruption budget. (${blocking.metadata.name})`,
      10,
    );
  }
  const options = deleteOptions(request, isJsonObject(body) ? body.deleteOptions : undefined);
  deleter.delete({ ...target, subresource: '' }, { ...options, user: request.user });
  return success({ name: object.metadata.name, kind: 'pods', uid: object.metadata.uid });
}

function readLog({ target, request, writer }: SubresourceCall): Reply {
  if (request.method !== 'GET') throw methodNotAllowed();
  const pod = writer.get(target).object as Pod;
  const text = podLog(pod, request.query);
  return { status: 200, warnings: [], body: { kind: 'text', text, contentType: 'text/plain' } };
}

/** PUT finalize: writes spec.finalizers of a namespace, which releases it when none is left. */
function finalize({ target, request, body, options, writer }: SubresourceCall): Reply {
  if (request.method !== 'PUT') throw methodNotAllowed();
  const written = writer.update({ ...target, subresource: 'finalize' }, body as KubeObject, options);
  return json(200, written.stored.object);
}
