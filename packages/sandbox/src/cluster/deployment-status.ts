import { resolveCount } from './rollout.ts';
import { type Condition, type Deployment, type ReplicaSet, withCondition } from './shapes.ts';

interface Result {
  status: Record<string, unknown>;
  /** When the progress deadline has to be looked at again, if it is running. */
  recheckMs: number | undefined;
}

/** The status of a Deployment out of its ReplicaSets, with the conditions Available and Progressing. */
export function deploymentStatus(
  deployment: Deployment,
  current: ReplicaSet,
  owned: ReplicaSet[],
  time: { now: number; nowText: string },
): Result {
  const { spec, metadata } = deployment;
  const total = (pick: (set: ReplicaSet) => number | undefined) =>
    owned.reduce((sum, set) => sum + (pick(set) ?? 0), 0);
  const replicas = total((set) => set.status?.replicas);
  const ready = total((set) => set.status?.readyReplicas);
  const available = total((set) => set.status?.availableReplicas);
  const updated = current.status?.replicas ?? 0;
  const counts = {
    replicas: replicas || undefined,
    updatedReplicas: updated || undefined,
    readyReplicas: ready || undefined,
    availableReplicas: available || undefined,
    unavailableReplicas: Math.max(0, spec.replicas - available) || undefined,
  };
  const isComplete =
    updated === spec.replicas &&
    replicas === updated &&
    (current.status?.availableReplicas ?? 0) >= spec.replicas;
  const minimum =
    spec.replicas - resolveCount(spec.strategy.rollingUpdate?.maxUnavailable, spec.replicas, 'down');
  let conditions = withCondition(
    deployment.status?.conditions,
    availability(available >= minimum),
    time.nowText,
  );
  const old = conditions.find((one) => one.type === 'Progressing');
  const hasMoved =
    !old ||
    metadata.generation !== deployment.status?.observedGeneration ||
    isOther(counts, deployment.status);
  const progressing = progress({ deployment, current, isComplete, hasMoved, old, time });
  conditions = withCondition(conditions, progressing.condition, time.nowText);
  return {
    status: {
      ...deployment.status,
      ...counts,
      observedGeneration: metadata.generation,
      conditions: stamped(conditions, deployment.status?.conditions, time.nowText, hasMoved),
    },
    recheckMs: progressing.recheckMs,
  };
}

function availability(isAvailable: boolean): Condition {
  return isAvailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

interface Progress {
  deployment: Deployment;
  current: ReplicaSet;
  isComplete: boolean;
  hasMoved: boolean;
  old: Condition | undefined;
  time: { now: number };
}

function progress({ deployment, current, isComplete, hasMoved, old, time }: Progress): {
  condition: Condition;
  recheckMs: number | undefined;
} {
  const name = current.metadata.name;
  const make = (status: string, reason: string, message: string) => ({
    type: 'Progressing',
    status,
    reason,
    message,
  });
  if (isComplete) {
    return {
      condition: make('True', 'NewReplicaSetAvailable', `ReplicaSet "${name}" has successfully progressed.`),
      recheckMs: undefined,
    };
  }
  if (deployment.spec.paused)
    return { condition: make('Unknown', 'DeploymentPaused', 'Deployment is paused'), recheckMs: undefined };
  const deadlineMs = (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
  const since = old?.lastUpdateTime && !hasMoved ? Date.parse(old.lastUpdateTime) : time.now;
  const leftMs = since + deadlineMs - time.now;
  if (!hasMoved && (leftMs <= 0 || old?.reason === 'ProgressDeadlineExceeded')) {
    return {
      condition: make('False', 'ProgressDeadlineExceeded', `ReplicaSet "${name}" has timed out progressing.`),
      recheckMs: undefined,
    };
  }
  return {
    condition: make('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`),
    recheckMs: Math.max(1, leftMs),
  };
}

function isOther(counts: Record<string, unknown>, status: Record<string, unknown> | undefined): boolean {
  return Object.entries(counts).some(([key, value]) => status?.[key] !== value);
}

/** lastUpdateTime moves with any change of the condition, and of Progressing with every progress made. */
function stamped(
  conditions: Condition[],
  before: Condition[] | undefined,
  now: string,
  hasMoved: boolean,
): Condition[] {
  return conditions.map((condition) => {
    const old = before?.find((one) => one.type === condition.type);
    const isSame = old && old.status === condition.status && old.reason === condition.reason;
    const keeps =
      isSame && !(hasMoved && condition.type === 'Progressing' && condition.reason === 'ReplicaSetUpdated');
    return { ...condition, lastUpdateTime: keeps ? old.lastUpdateTime : now };
  });
}
