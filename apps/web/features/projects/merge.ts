import type { Declared } from './project.ts';

/** A part that is kept or taken as a whole: `labels`, `annotations` or a field of the spec. */
export type Part = string;

/**
 * Brings a draft onto a newer version: what only they changed is taken, what I changed stays mine. `both` names the parts
 * that both changed differently, which a person has to look at.
 */
export function mergeDeclared(
  base: Declared,
  mine: Declared,
  theirs: Declared,
): { merged: Declared; both: Part[]; taken: Part[] } {
  const [from, my, their] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const both: Part[] = [];
  const taken: Part[] = [];
  const merged = new Map<Part, unknown>();
  for (const part of new Set([...from.keys(), ...my.keys(), ...their.keys()])) {
    const [before, ours, saved] = [from.get(part), my.get(part), their.get(part)];
    const isMine = !isSame(before, ours);
    const isTheirs = !isSame(before, saved);
    if (isMine && isTheirs && !isSame(ours, saved)) both.push(part);
    if (isTheirs && !isMine) taken.push(part);
    const value = isMine ? ours : saved;
    if (value !== undefined) merged.set(part, value);
  }
  const { labels, annotations, ...spec } = Object.fromEntries(merged) as Declared['spec'] &
    Pick<Declared, 'labels' | 'annotations'>; // the parts of three values of that shape
  return { merged: { labels: labels ?? {}, annotations: annotations ?? {}, spec }, both, taken };
}

/** Whether two declarations say the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return stable(a) === stable(b);
}

function partsOf({ labels, annotations, spec }: Declared): Map<Part, unknown> {
  return new Map<Part, unknown>([
    ['labels', labels],
    ['annotations', annotations],
    ...Object.entries(spec).filter(([, value]) => value !== undefined),
  ]);
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
