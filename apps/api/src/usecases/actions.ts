import type { ActionResult } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Json, ResourceKey, TreeNode } from '@bowline/sync-engine/core/model';
import { decideAction } from '@bowline/sync-engine/core/policy/decide';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { z } from 'zod';
import type { ApplicationRecord } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { notFound } from '../store/conflict.ts';
import { resourceStore } from '../store/resource.ts';
import type { Caller, Context } from './context.ts';
import { openDestination } from './open-destination.ts';
import { loadProject } from './load-application.ts';

type ActionName = 'restart' | 'scale' | 'delete-pod' | 'run' | 'suspend' | 'resume';
type Action = { title: string; kinds: string[]; effect: (key: ResourceKey, replicas: number) => string };

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Acts on live objects that change no desired state. */
const actions: Partial<Record<ActionName, Action>> = {
  restart: {
    title: 'Restart',
    kinds: workloads,
    effect: (key) => `Every Pod of ${key.kind} ${key.name} is replaced, step by step.`,
  },
  scale: {
    title: 'Scale',
    kinds: ['Deployment', 'StatefulSet'],
    effect: (key, replicas) =>
      `${key.kind} ${key.name} is set to ${replicas} replicas. Where git sets replicas too, this is drift.`,
  },
  'delete-pod': {
    title: 'Delete Pod',
    kinds: ['Pod'],
    effect: (key) => `Pod ${key.name} is deleted; its owner starts another one.`,
  },
  suspend: {
    title: 'Suspend',
    kinds: ['CronJob'],
    effect: (key) => `CronJob ${key.name} starts no further Jobs.`,
  },
  resume: { title: 'Resume', kinds: ['CronJob'], effect: (key) => `CronJob ${key.name} starts Jobs again.` },
};

/** Actions of a kind for a caller, each with the reason when not allowed. */
export function actionsFor(kind: string, may: { ok: boolean; reason: string }) {
  return Object.entries(actions).flatMap(([name, action]) =>
    action.kinds.includes(kind) ? [{ name, title: action.title, ...may }] : [],
  );
}

export type RunActionInput = {
  application: ApplicationRecord;
  action: ActionName;
  resource: string;
  replicas?: number;
  dryRun: boolean;
  caller: Caller;
};

/** Shows the target and effect (dry run), or runs the Action through the gate. Audited either way it ends. */
export async function runAction(ctx: Context, input: RunActionInput): Promise<z.infer<typeof ActionResult>> {
  const { application, caller } = input;
  const node = await resourceStore(ctx.db).get(application.uid, input.resource);
  if (!node) throw notFound('Resource', input.resource);
  const action = actions[input.action];
  if (!action?.kinds.includes(node.key.kind)) throw unfit(input.action, node);
  const cluster = await openDestination(ctx, application);
  const decision = decideAction({
    action: input.action,
    keys: [node.key],
    project: await loadProject(ctx.db, application.project),
    application: {
      name: application.name,
      spec: application.spec,
      isDeleting: application.deletionTimestamp !== null,
      cluster: application.cluster,
      labels: application.labels,
      ...(cluster ? { clusterServer: cluster.server, clusterProject: cluster.project } : {}),
    },
    requestedBy: caller.actor,
    now: ctx.clock.now(),
  });
  const answer = {
    targets: [formatKey(node.key)],
    effect: action.effect(node.key, input.replicas ?? 0),
    decision,
  };
  if (input.dryRun || decision.kind !== 'run') return { ...answer, done: false };
  if (!cluster)
    throw new AppError({ code: 'cluster_unknown', status: 409, message: 'The cluster is not registered.' });

  const result =
    input.action === 'delete-pod'
      ? await cluster.client.delete({
          key: node.key,
          version: node.version,
          propagation: 'background',
          precondition: { uid: node.uid },
        })
      : await cluster.client.patch(node.key, node.version, patchOf(input, ctx.clock.now()), {
          dryRun: false,
        });
  await auditStore(ctx.db).append({
    actor: caller.actor,
    action: `action.${input.action}`,
    object: { kind: node.key.kind, project: application.project, name: input.resource },
    application: application.name,
    outcome: result.ok ? 'succeeded' : 'failed',
    message: result.ok ? answer.effect : result.message,
    requestId: caller.requestId,
    ip: caller.ip,
  });
  if (!result.ok)
    throw new AppError({ code: result.code, status: 502, message: result.message, hint: result.hint });
  return { ...answer, done: true };
}

function patchOf(input: RunActionInput, now: Date): Json {
  switch (input.action) {
    case 'restart':
      // The annotation that `kubectl rollout restart` sets, so that both see each other's restarts.
      return {
        spec: {
          template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': now.toISOString() } } },
        },
      };
    case 'scale':
      return { spec: { replicas: input.replicas ?? 1 } };
    case 'suspend':
      return { spec: { suspend: true } };
    default:
      return { spec: { suspend: false } };
  }
}

function unfit(action: string, node: TreeNode): AppError {
  return new AppError({
    code: 'invalid_request',
    status: 400,
    message: `Action ${action} does not fit a ${node.key.kind}.`,
    hint: 'The resource lists the actions it has.',
  });
}
