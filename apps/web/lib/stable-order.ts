/**
 * Keeps rows where they are while their values change: known keys stay in the shown order, new ones go to the end, gone ones
 * leave. `moved` counts the rows the server would put elsewhere.
 */
export function keepOrder<T>(
  shown: readonly string[],
  rows: readonly T[],
  key: (row: T) => string,
): { rows: T[]; moved: number } {
  if (shown.length === 0) return { rows: [...rows], moved: 0 };
  const place = new Map(shown.map((key, index) => [key, index]));
  const kept = rows.filter((row) => place.has(key(row)));
  const added = rows.filter((row) => !place.has(key(row)));
  const inOrder = kept.toSorted((a, b) => place.get(key(a))! - place.get(key(b))!); // both are in the map
  const result = [...inOrder, ...added];
  const moved = result.filter((row, index) => key(row) !== key(rows[index]!)).length; // same length by construction
  return { rows: result, moved };
}
