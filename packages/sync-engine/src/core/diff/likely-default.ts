import type { KubeObject } from '../model.ts';
import { lastAppliedOf, valueAt } from './causes.ts';
import type { OwnedDifference } from './owned-diff.ts';
import type { FieldOwners } from './writers.ts';

const kubectlApply = 'kubectl-client-side-apply';

/**
 * A field of a list item that only live has, of a kind whose schema nobody knows: as in a map, a default is nobody's business.
 * What the last manifest set is none, and what anybody else may have written into the list is none either.
 */
export function isLikelyDefault(field: OwnedDifference, live: KubeObject, owners: FieldOwners): boolean {
  if (field.schema !== undefined || field.desired !== undefined || field.isRemoval) return false;
  const at = field.segments.findIndex((segment) => !('field' in segment));
  if (at < 0 || field.base !== undefined) return false;
  const list = field.segments.slice(0, at);
  const writer = owners.writerOf(list);
  if (owners.isOurs(list) === true) return writer === undefined;
  const applied = writer?.manager === kubectlApply ? lastAppliedOf(live) : undefined;
  return applied !== undefined && valueAt(applied, field.segments) === undefined;
}
