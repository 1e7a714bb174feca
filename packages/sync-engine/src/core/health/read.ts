import type { Health, HealthStatus, KubeObject } from '../model.ts';

/** One entry of `status.conditions`; absent parts are empty text. */
export type StatusCondition = {
  type: string;
  status: string;
  reason: string;
  message: string;
  observedGeneration: number | undefined;
  severity: string;
};

type Bag = Record<string, unknown>;

/** True for a JSON object. */
export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path of own members; undefined where the way ends. Objects come from clusters: nothing is trusted. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (!isBag(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

/** A number, or undefined; numbers written as text (Rollout's observedGeneration) are read. */
export function numberAt(value: unknown, path: string): number | undefined {
  const found = at(value, path);
  if (typeof found === 'number') return found;
  if (typeof found === 'bigint') return Number(found);
  return typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : undefined;
}

export function listAt(value: unknown, path: string): Bag[] {
  const found = at(value, path);
  return Array.isArray(found) ? found.filter(isBag) : [];
}

export function conditionsAt(value: unknown, path: string): StatusCondition[] {
  return listAt(value, path).map((entry) => ({
    type: textAt(entry, 'type'),
    status: textAt(entry, 'status'),
    reason: textAt(entry, 'reason'),
    message: textAt(entry, 'message'),
    observedGeneration: numberAt(entry, 'observedGeneration'),
    severity: textAt(entry, 'severity'),
  }));
}

export function conditionsOf(object: KubeObject): StatusCondition[] {
  return conditionsAt(object, 'status.conditions');
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

export function health(status: HealthStatus, message: string): Health {
  return { status, message };
}
export const healthy = (message = ''): Health => ({ status: 'Healthy', message });
export const progressing = (message: string): Health => ({ status: 'Progressing', message });
export const degraded = (message: string): Health => ({ status: 'Degraded', message });
export const suspended = (message: string): Health => ({ status: 'Suspended', message });
export const unknown = (message: string): Health => ({ status: 'Unknown', message });
