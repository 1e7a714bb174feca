import type { Health, KubeObject } from '../model.ts';
import { parseApiVersion } from '../resource-key.ts';
import { customCheck } from './custom/custom-checks.ts';
import { healthOf, isGoing } from './health.ts';
import { nativeChecks } from './native.ts';

/**
 * The health of an object and which rule said so, for people who look for it: `deletion`, `custom:<group>/<kind>` (a line of
 * the tables), `builtin:<Kind>`, `general`, or `none` where the kind has no health.
 */
export function explainHealth(object: KubeObject): { health: Health | null; rule: string } {
  const health = healthOf(object);
  return { health, rule: health === null ? 'none' : ruleOf(object) };
}

function ruleOf(object: KubeObject): string {
  if (isGoing(object)) return 'deletion';
  const { group } = parseApiVersion(object.apiVersion);
  if (customCheck(group, object.kind) !== undefined) return `custom:${group}/${object.kind}`;
  return nativeChecks.has(`${group}/${object.kind}`) ? `builtin:${object.kind}` : 'general';
}
