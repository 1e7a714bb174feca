import type { ReleaseItem } from '@bowline/sync-engine/core/model';
import type { Database } from '../store/database.ts';
import { releaseStore } from '../store/release.ts';

/** Applied manifests of live Releases, kept while they are in use: a Release never changes, and reading one decrypts every object. */
export type ReleaseCache = {
  /** Masked items of a Release; null when there is no Release yet or its snapshot is gone. */
  base(applicationUid: string, release: number | null): Promise<ReleaseItem[] | null>;
};

/** `itemsMax` bounds the objects kept, over all Applications; the oldest Releases leave first. */
export function releaseCache(db: Database, itemsMax: number): ReleaseCache {
  const kept = new Map<string, ReleaseItem[]>();
  let count = 0;
  return {
    async base(applicationUid, release) {
      if (release === null) return null;
      const key = `${applicationUid}/${release}`;
      const known = kept.get(key);
      if (known) return known;
      const items = await releaseStore(db).items(applicationUid, release);
      kept.set(key, items);
      count += items.length;
      for (const [oldest, list] of kept) {
        if (count <= itemsMax || oldest === key) break;
        kept.delete(oldest);
        count -= list.length;
      }
      return items;
    },
  };
}
