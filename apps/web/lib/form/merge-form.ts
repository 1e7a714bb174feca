/** A field that was saved with another value while the form was open. */
export type MovedField = {
  /** Keys from the form's root: `['sources', '0', 'path']`. */
  path: readonly string[];
  saved: unknown;
  /** Whether the person had typed another value there, which stays in the form. */
  isMine: boolean;
};

type Result = { merged: unknown; moved: MovedField[] };

/**
 * Brings what a person typed (`mine`, begun at `base`) onto a newer saved form: fields they left alone follow, fields they
 * changed stay. Lists of another length than at the start are kept or taken as a whole.
 */
export function mergeForm<T>(base: T, mine: T, saved: T): { merged: T; moved: MovedField[] } {
  return mergeAt([], base, mine, saved) as { merged: T; moved: MovedField[] }; // leaves come from values of that shape
}

function mergeAt(path: readonly string[], base: unknown, mine: unknown, saved: unknown): Result {
  if (isSame(base, saved)) return { merged: mine, moved: [] };
  const all = [base, mine, saved];
  if (canDescend(all)) {
    const [from, typed, now] = all;
    const parts = Object.keys(now ?? {}).map(
      (key) => [key, mergeAt([...path, key], from?.[key], typed?.[key], now?.[key])] as const,
    );
    const entries = parts.map(([key, part]) => [key, part.merged] as const);
    const moved = parts.flatMap(([, part]) => part.moved);
    const merged = Array.isArray(saved) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
    return { merged, moved };
  }
  const isMine = !isSame(base, mine) && !isSame(mine, saved);
  return { merged: isMine ? mine : saved, moved: [{ path, saved, isMine }] };
}

type Fields = Record<string, unknown>;

/** Objects, or lists of one length. */
function canDescend(values: readonly unknown[]): values is readonly Fields[] {
  if (!values.every((value) => typeof value === 'object' && value !== null)) return false;
  const lengths = values.map((value) => (Array.isArray(value) ? value.length : -1));
  return lengths.every((length) => length === lengths[0]);
}

/** Whether two forms hold the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
