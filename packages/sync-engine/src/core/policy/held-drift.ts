import { compare, countsForSync, type CompareInput } from '../diff/compare.ts';
import type { ReleaseItem, ResourceKey } from '../model.ts';

export type HeldDriftInput = Omit<CompareInput, 'desired' | 'base'> & {
  /** Items of the Release that a Hold keeps. */
  held: ReleaseItem[];
};

/**
 * Objects that live state has moved away from the Release on hold: changed in fields it set, or deleted. What git renders
 * does not come into it, so an object that only that Release knows is seen too. Hooks do not count.
 */
export function heldDrift({ held, ...input }: HeldDriftInput): ResourceKey[] {
  const compared = compare({ ...input, desired: held.map((item) => item.manifest), base: held });
  return compared.resources
    .filter(
      (resource) =>
        countsForSync(resource) &&
        (resource.verdict === 'modified' || resource.verdict === 'missing') &&
        resource.reasons.includes('drift'),
    )
    .map((resource) => resource.key);
}
