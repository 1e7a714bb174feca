import type { Deployment, ReplicaSet } from './shapes.ts';

export interface RolloutCounts {
  /** Wanted replicas of the current ReplicaSet and of each old one, by index. */
  current: number;
  old: number[];
}

/** A replica count out of a number or percentage of `total`. */
export function resolveCount(
  value: number | string | undefined,
  total: number,
  round: 'up' | 'down',
): number {
  if (typeof value !== 'string') return value ?? 0;
  if (!value.endsWith('%')) return Number(value) || 0;
  const share = (Number(value.slice(0, -1)) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** The next replica counts of a rolling update: as much as maxSurge and maxUnavailable allow now. */
export function nextRollout(deployment: Deployment, current: ReplicaSet, old: ReplicaSet[]): RolloutCounts {
  const { replicas, strategy } = deployment.spec;
  const counts = { current: current.spec.replicas, old: old.map((set) => set.spec.replicas) };
  const oldTotal = sum(counts.old);
  if (strategy.type === 'Recreate') {
    const oldPods = sum(old.map((set) => set.status?.replicas ?? 0));
    return {
      current: oldTotal === 0 && oldPods === 0 ? replicas : counts.current,
      old: counts.old.map(() => 0),
    };
  }
  const surge = resolveCount(strategy.rollingUpdate?.maxSurge, replicas, 'up');
  let unavailable = resolveCount(strategy.rollingUpdate?.maxUnavailable, replicas, 'down');
  // Both at zero could never move.
  if (surge === 0 && unavailable === 0) unavailable = 1;
  const room = replicas + surge - (counts.current + oldTotal);
  counts.current = Math.min(replicas, counts.current + Math.max(0, room));
  if (current.spec.replicas > replicas) counts.current = replicas;
  return { current: counts.current, old: shrink({ replicas, unavailable, current, old, counts }) };
}

interface Shrink {
  replicas: number;
  unavailable: number;
  current: ReplicaSet;
  old: ReplicaSet[];
  counts: RolloutCounts;
}

function shrink({ replicas, unavailable, current, old, counts }: Shrink): number[] {
  const available = (set: ReplicaSet) => Math.min(set.status?.availableReplicas ?? 0, set.spec.replicas);
  const minimum = replicas - unavailable;
  let spare = sum([available(current), ...old.map(available)]) - minimum;
  return old.map((set, index) => {
    const have = counts.old[index] ?? 0;
    // Replicas that never became available serve nobody: they go first and cost no availability.
    const healthy = Math.min(have, available(set));
    const taken = Math.min(healthy, Math.max(0, spare));
    spare -= taken;
    return healthy - taken;
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
