import type { Health, HealthStatus, KubeObject } from '../model.ts';

/** One entry of `status.conditions`; absent parts are empty text. */
export type StatusCondition = {
  type: string;
  status: string;
  reason: string;
  message: string;
  observedGeneration: number | undefined;
  severity: string;
  lastTransitionTime: string;
};

export type Bag = Record<string, unknown>;

/** True for a JSON object. */
export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The paths of the tables, split once: they are few, and every object is asked for them. */
const splits = new Map<string, string[]>();

function split(path: string): string[] {
  let names = splits.get(path);
  if (names === undefined) {
    names = path.split('.');
    splits.set(path, names);
  }
  return names;
}

/** The value at a dotted path of own members; undefined where the way ends. Objects come from clusters: nothing is trusted. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of split(path)) {
    if (!isBag(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

/** True when nothing is there: the member is absent or null. */
export function isAbsent(value: unknown, path: string): boolean {
  const found = at(value, path);
  return found === undefined || found === null;
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

/** A number, or undefined; numbers written as text (Rollout's observedGeneration) are read. */
export function numberAt(value: unknown, path: string): number | undefined {
  return asNumber(at(value, path));
}

export function asNumber(found: unknown): number | undefined {
  if (typeof found === 'number') return found;
  if (typeof found === 'bigint') return Number(found);
  return typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : undefined;
}

export function listAt(value: unknown, path: string): Bag[] {
  const found = at(value, path);
  if (!Array.isArray(found)) return [];
  return found.every(isBag) ? found : found.filter(isBag);
}

/** The members of an object (`status.racks`), whatever their names; empty when it is none. */
export function entriesAt(value: unknown, path: string): [string, unknown][] {
  const found = at(value, path);
  return isBag(found) ? Object.entries(found) : [];
}

export function conditionsAt(value: unknown, path: string): StatusCondition[] {
  return listAt(value, path).map(readCondition);
}

/** One condition as the cluster wrote it, every part of its type. */
export function readCondition(entry: Bag): StatusCondition {
  return {
    type: own(entry, 'type'),
    status: own(entry, 'status'),
    reason: own(entry, 'reason'),
    message: own(entry, 'message'),
    observedGeneration: Object.hasOwn(entry, 'observedGeneration')
      ? asNumber(entry.observedGeneration)
      : undefined,
    severity: own(entry, 'severity'),
    lastTransitionTime: own(entry, 'lastTransitionTime'),
  };
}

function own(entry: Bag, name: string): string {
  const value = Object.hasOwn(entry, name) ? entry[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The conditions as they stand, unread: most rules look at two members of each and need no copies. */
export function rawConditionsOf(object: KubeObject): Bag[] {
  return listAt(object, 'status.conditions');
}

export function conditionsOf(object: KubeObject): StatusCondition[] {
  return conditionsAt(object, 'status.conditions');
}

/** True when the controller has written conditions at all, even none: it has looked at the object. */
export function hasConditions(object: KubeObject): boolean {
  return Array.isArray(at(object, 'status.conditions'));
}

export function conditionOf(object: KubeObject, type: string): StatusCondition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type);
}

/** A condition in words: its message, else its reason, else what it is. */
export function wordsOf(condition: StatusCondition): string {
  if (condition.message !== '') return condition.message;
  const is = condition.status === '' ? 'not known' : condition.status;
  return `${condition.type} is ${is}${condition.reason === '' ? '' : ` (${condition.reason})`}.`;
}

/** True while the controller has not seen the latest spec. */
export function isLagging(object: KubeObject): boolean {
  const observed = numberAt(object, 'status.observedGeneration');
  return observed !== undefined && (numberAt(object, 'metadata.generation') ?? 0) > observed;
}

/** True when a condition names another generation than the object's; one that names none is taken as it stands. */
export function isStale(object: KubeObject, condition: StatusCondition): boolean {
  const generation = numberAt(object, 'metadata.generation');
  return (
    condition.observedGeneration !== undefined &&
    generation !== undefined &&
    condition.observedGeneration !== generation
  );
}

export function health(status: HealthStatus, message: string): Health {
  return { status, message };
}
export const healthy = (message = ''): Health => ({ status: 'Healthy', message });
export const progressing = (message: string): Health => ({ status: 'Progressing', message });
export const degraded = (message: string): Health => ({ status: 'Degraded', message });
export const suspended = (message: string): Health => ({ status: 'Suspended', message });
export const unknown = (message: string): Health => ({ status: 'Unknown', message });
