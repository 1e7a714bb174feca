import { formatKey } from '../resource-key.ts';
import type { KubeObject, ResourceKey, SyncPhase } from '../model.ts';
import { syncPhases } from '../model.ts';

/** One thing to place in the order: an apply or a hook, by phase and wave, or a removal. */
export type Task = {
  kind: 'apply' | 'hook' | 'remove';
  phase: SyncPhase;
  wave: number;
  key: ResourceKey;
  /** Index into Plan.items. */
  item: number;
  /** Removals only: after every other removal. */
  isLast?: boolean;
  /** For CustomResourceDefinitions: what they define. */
  defines?: { group: string; kind: string };
};

const kindOrder = [
  'Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret',
  'SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole',
  'ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service',
  'DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob',
  'IngressClass Ingress APIService',
].flatMap((line) => line.split(' '));
const kindRank = new Map(kindOrder.map((kind, index) => [kind, index]));

/** Place of a kind inside a wave (B1); unknown kinds all come after the known ones. */
export function rankOfKind(kind: string): number {
  return kindRank.get(kind) ?? kindOrder.length;
}

/**
 * The whole order of a sync (B1): phase, wave, kind, name; a Namespace before the first task inside it and a CRD before the
 * first task of its kind, taking that task's phase and wave. Removals come last in the Sync phase, after every replacement
 * is healthy, in reverse order of waves; PruneLast ones after those. Total: equal sets in any order give the same order.
 */
export function orderSteps(tasks: Task[]): Task[] {
  const applies = moveDependencies(tasks.filter((task) => task.kind !== 'remove').sort(compareTasks));
  const removals = orderRemovals(tasks.filter((task) => task.kind === 'remove'));
  const lastWave = applies.reduce(
    (wave, task) => (task.phase === 'Sync' ? Math.max(wave, task.wave) : wave),
    0,
  );
  const placed = placeAtEnd(removals, lastWave + 1);
  const after = applies.findIndex((task) => phaseRank(task.phase) > phaseRank('Sync'));
  return after < 0
    ? [...applies, ...placed]
    : [...applies.slice(0, after), ...placed, ...applies.slice(after)];
}

/** The order of a deletion: PreDelete hooks, objects by descending wave in reverse apply order, PostDelete hooks (B19). */
export function orderDeletion(tasks: Task[]): Task[] {
  const hooks = tasks.filter((task) => task.kind === 'hook').sort(compareTasks);
  const removals = orderRemovals(tasks.filter((task) => task.kind === 'remove'));
  return [
    ...hooks.filter((task) => task.phase === 'PreDelete'),
    ...removals,
    ...hooks.filter((task) => task.phase === 'PostDelete'),
  ];
}

/** What a CustomResourceDefinition manifest defines; undefined for anything else. */
export function definedBy(object: KubeObject): { group: string; kind: string } | undefined {
  if (object.kind !== 'CustomResourceDefinition') return undefined;
  const spec = object.spec as { group?: unknown; names?: { kind?: unknown } } | undefined;
  const group = spec?.group;
  const kind = spec?.names?.kind;
  return typeof group === 'string' && typeof kind === 'string' ? { group, kind } : undefined;
}

function phaseRank(phase: SyncPhase): number {
  return syncPhases.indexOf(phase);
}

function compareTasks(a: Task, b: Task): number {
  return (
    phaseRank(a.phase) - phaseRank(b.phase) ||
    a.wave - b.wave ||
    rankOfKind(a.key.kind) - rankOfKind(b.key.kind) ||
    compareText(a.key.kind, b.key.kind) ||
    compareText(a.key.name, b.key.name) ||
    compareText(formatKey(a.key), formatKey(b.key)) ||
    a.item - b.item
  );
}

/** By code unit: the order must not depend on the language of the machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each Namespace and CustomResourceDefinition before the first task that needs it. */
function moveDependencies(sorted: Task[]): Task[] {
  const movable = sorted.filter(isDependency);
  if (movable.length === 0) return sorted;
  let tasks = sorted;
  for (const task of movable) {
    const first = firstDependent(tasks, task);
    const from = tasks.indexOf(task);
    if (first < 0 || first > from) continue;
    const dependent = tasks[first] as Task;
    const moved: Task = { ...task, phase: dependent.phase, wave: dependent.wave };
    tasks = [...tasks.slice(0, first), moved, ...tasks.slice(first, from), ...tasks.slice(from + 1)];
  }
  return tasks;
}

function isDependency(task: Task): boolean {
  return task.kind === 'apply' && (isNamespace(task) || task.defines !== undefined);
}

function isNamespace({ key }: Task): boolean {
  return key.group === '' && key.kind === 'Namespace';
}

/** Index of the first task that needs this Namespace or CRD; -1 = none. */
function firstDependent(tasks: Task[], task: Task): number {
  return tasks.findIndex((other) => other !== task && needs(other, task));
}

/** Whether an object lives in this Namespace, or is of the kind that this CRD defines. */
function needs({ key }: Task, on: Task): boolean {
  if (isNamespace(on)) return key.namespace === on.key.name;
  return on.defines !== undefined && key.group === on.defines.group && key.kind === on.defines.kind;
}

/** Highest wave first, last kind first: the mirror of the order in which things were made. */
function orderRemovals(removals: Task[]): Task[] {
  const made = moveDependencies(
    removals.map((task) => ({ ...task, kind: 'apply' as const })).sort(compareTasks),
  );
  const last = removals.filter((task) => task.isLast);
  // What lives in a Namespace or is of a CRD goes with it: one that PruneLast keeps till the end keeps both.
  const isLast = (task: Task) => task.isLast === true || last.some((other) => needs(other, task));
  const reversed = made
    .reverse()
    .map((task): Task => ({ ...task, kind: 'remove', ...(isLast(task) ? { isLast: true } : {}) }));
  return [...reversed.filter((task) => !task.isLast), ...reversed.filter((task) => task.isLast)];
}

/** Each former wave of removals becomes a wave of its own behind everything applied. */
function placeAtEnd(removals: Task[], firstWave: number): Task[] {
  let wave = firstWave - 1;
  let last: string | undefined;
  return removals.map((task) => {
    const group = `${task.isLast === true} ${task.wave}`;
    if (group !== last) wave++;
    last = group;
    return { ...task, wave };
  });
}
