import type { CallOutput } from '@bowline/contract/client';

export type AppPage = CallOutput<'listApplications'>;
/** An Application that moved: its row as the filter sees it now, null when the filter no longer takes it. */
export type MovedRow = { uid: string; row: AppPage['items'][number] | null };

/**
 * The loaded windows with some rows put in place; rows that did not move stay the same objects. `head` brings counts and time.
 * Null when a new row belongs somewhere in the list: only the server knows where.
 */
export function patchPages(
  pages: readonly AppPage[],
  moved: readonly MovedRow[],
  head: Pick<AppPage, 'total' | 'facets' | 'asOf'>,
): AppPage[] | null {
  const rows = new Map(moved.map(({ uid, row }) => [uid, row]));
  const known = new Set(pages.flatMap((page) => page.items.map(({ uid }) => uid)));
  if (moved.some(({ uid, row }) => row !== null && !known.has(uid))) return null;
  const { total, facets, asOf } = head;
  return pages.map((page) => ({
    ...page,
    total,
    facets,
    asOf,
    items: page.items.flatMap((item) => (rows.has(item.uid) ? (rows.get(item.uid) ?? []) : [item])),
  }));
}

/** Reads the data of a frame of the list; null when it is about several Applications. */
export function movedOf(data: unknown): { uid: string; name: string } | null {
  if (typeof data !== 'object' || data === null || !('uid' in data) || !('name' in data)) return null;
  const { uid, name } = data;
  return typeof uid === 'string' && typeof name === 'string' ? { uid, name } : null;
}
