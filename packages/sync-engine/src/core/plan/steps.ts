import { canonicalJson } from '../diff/digest.ts';
import type { PlanItem, PlanStep, ResourceKey, StepAction, SyncPhase } from '../model.ts';
import { isManagedNamespace } from '../managed-namespace.ts';
import { formatKeyOnce } from '../resource-key.ts';
import { definedBy, orderDeletion, orderSteps, type Task } from './order.ts';

/** Kind of the pseudo key of a wait step; its name is `<SyncPhase>:<wave>`. */
export const waitKind = 'Wave';

/**
 * The whole order of execution: every apply, hook and removal, and behind each wave the wait for it. Items come back in
 * that order too, those without a step last, so equal sets give equal Plans whatever order they came in.
 */
export function stepsOf(
  unordered: PlanItem[],
  options: { isDeletion: boolean; namespace: string },
): { items: PlanItem[]; steps: PlanStep[] } {
  const sorted = sortByIdentity(unordered);
  const tasks = tasksOf(sorted);
  const ordered = options.isDeletion
    ? orderDeletion(tasks)
    : orderSteps(placeNamespace(tasks, sorted, options.namespace));

  const position = new Map<number, number>();
  for (const task of ordered) if (!position.has(task.item)) position.set(task.item, position.size);
  for (let i = 0; i < sorted.length; i++) if (!position.has(i)) position.set(i, position.size);
  const items: PlanItem[] = [];
  for (const [from, to] of position) items[to] = sorted[from] as PlanItem;

  const steps: PlanStep[] = [];
  ordered.forEach((task, i) => {
    const itemIndex = position.get(task.item) ?? -1;
    const item = items[itemIndex] as PlanItem;
    steps.push({
      index: steps.length,
      phase: task.phase,
      wave: task.wave,
      action: item.action as StepAction,
      key: item.key,
      version: item.version,
      reason: reasonOf(item, task),
      item: itemIndex,
    });
    const next = ordered[i + 1];
    if (next === undefined || next.phase !== task.phase || next.wave !== task.wave) {
      steps.push(waitStep(steps.length, task));
    }
  });
  return { items, steps };
}

function sortByIdentity(items: readonly PlanItem[]): PlanItem[] {
  return items
    .map((item) => ({ item, id: formatKeyOnce(item.key) }))
    .sort((a, b) => {
      if (a.id !== b.id) return a.id < b.id ? -1 : 1;
      // Several hooks of one generateName: their content decides.
      const [left, right] = [contentOf(a.item), contentOf(b.item)];
      return left < right ? -1 : left > right ? 1 : 0;
    })
    .map(({ item }) => item);
}

function contentOf({ action, hookPhases, desired }: PlanItem): string {
  return `${action} ${hookPhases.join()} ${canonicalJson(desired)}`;
}

function tasksOf(items: readonly PlanItem[]): Task[] {
  const tasks: Task[] = [];
  const add = (item: PlanItem, index: number, kind: Task['kind'], phase: SyncPhase): Task => {
    const task: Task = { kind, phase, wave: item.wave, key: item.key, item: index };
    tasks.push(task);
    return task;
  };
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as PlanItem;
    const isRemoval = item.action === 'delete' || item.action === 'prune';
    if (item.action === 'none' || item.action === 'wait') continue;
    if (item.action === 'hook') {
      for (const phase of item.hookPhases) add(item, i, 'hook', phase);
      continue;
    }
    const task = add(item, i, isRemoval ? 'remove' : 'apply', 'Sync');
    if (item.action === 'prune') task.isLast = item.options.pruneLast;
    const object = item.desired ?? item.live;
    const defines = object === null ? undefined : definedBy(object);
    if (defines !== undefined) task.defines = defines;
  }
  return tasks;
}

/** A created destination Namespace comes first even when nothing planned lives in it. */
function placeNamespace(tasks: Task[], items: PlanItem[], namespace: string): Task[] {
  const first = tasks.reduce(
    (wave, task) => (task.phase === 'Sync' ? Math.min(wave, task.wave) : wave),
    Number.POSITIVE_INFINITY,
  );
  return tasks.map((task) => {
    const { kind, group, name } = task.key;
    if (task.kind !== 'apply' || kind !== 'Namespace' || group !== '' || name !== namespace) return task;
    const desired = items[task.item]?.desired ?? null;
    const isBare = desired?.metadata.annotations === undefined || isManagedNamespace(desired);
    return isBare ? { ...task, wave: first } : task;
  });
}

function waitStep(index: number, task: Task): PlanStep {
  const key: ResourceKey = { group: '', kind: waitKind, namespace: '', name: `${task.phase}:${task.wave}` };
  const reason =
    task.kind === 'remove' ? 'wait until all of them are gone' : 'wait until all of them are healthy';
  return { index, phase: task.phase, wave: task.wave, action: 'wait', key, version: '', reason, item: -1 };
}

function reasonOf(item: PlanItem, task: Task): string {
  switch (item.action) {
    case 'create':
      return 'not in the cluster yet';
    case 'hook':
      return `${task.phase} hook`;
    case 'prune':
      return `no longer desired (was wave ${item.wave})`;
    case 'delete':
      return 'the Application is deleted';
    case 'recreate':
      return `deleted and created anew: ${fieldsText(item)}`;
    case 'replace':
      return `replaced: ${fieldsText(item)}`;
    default:
      return item.live === null ? 'the destination Namespace' : fieldsText(item);
  }
}

function fieldsText(item: PlanItem): string {
  const paths = item.fields.map((field) => field.path);
  if (paths.length === 0) return 'differs from the manifest';
  const drift = item.fields.every((field) => field.cause === 'drift') ? 'drift taken back: ' : '';
  return drift + (paths.length <= 2 ? paths.join(', ') : `${paths.length} fields`);
}
