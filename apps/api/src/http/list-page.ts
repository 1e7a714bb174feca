/** A page of a list that is held whole (Projects, Repositories, Clusters): filtered, cut, with the cursor to go on from. */
export function pageOf<T extends { name: string }>(
  all: readonly T[],
  query: { limit: number; after: string | undefined },
): { items: T[]; next: string | null } {
  const rest = query.after === undefined ? all : all.filter((item) => item.name > (query.after ?? ''));
  const items = rest.slice(0, query.limit);
  return { items, next: rest.length > items.length ? (items.at(-1)?.name ?? null) : null };
}
