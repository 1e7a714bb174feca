import { quantityNano } from '../schema/quantity.ts';
import type { OwnedDifference } from './owned-diff.ts';

/** What a field is in any Pod template, wherever a custom kind embeds one. */
const quantities = [
  ['resources', 'limits', '*'],
  ['resources', 'requests', '*'],
  ['emptyDir', 'sizeLimit'],
];

/**
 * Two spellings of one quantity in a part that custom kinds share with built-in ones, whose own schema does not say so (DIFF-4):
 * `1000m` and `1` are no difference.
 */
export function isSameKnownValue({ segments, desired, live }: OwnedDifference): boolean {
  const names = segments.map((segment) => ('field' in segment ? segment.field : ''));
  const isQuantity = quantities.some((ending) =>
    ending.every((name, i) => name === '*' || names[names.length - ending.length + i] === name),
  );
  if (!isQuantity) return false;
  const wanted = quantityNano(desired);
  return wanted !== undefined && wanted === quantityNano(live);
}
