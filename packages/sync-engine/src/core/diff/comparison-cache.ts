import type { IgnoreRule, KubeObject, ReleaseItem, ResourceComparison } from '../model.ts';
import type { Schema } from '../schema/types.ts';
import type { HashKey } from '../secrets.ts';
import { digestOf, digestOnce } from './digest.ts';

/** What one comparison was made of. */
export type Sides = {
  desired: KubeObject;
  live: KubeObject | undefined;
  base: ReleaseItem | undefined;
  /** Why the live state was not read; undefined: it was. */
  unread: string | undefined;
  /** Schemas of both sides. */
  schemas: (Schema | undefined)[];
};

/** What all comparisons of an Application depend on. */
export type Rules = {
  ignore: IgnoreRule[];
  isReleased: boolean;
  trackingName: string;
  installationId: string;
  hashKey: HashKey;
};

type Entry = { sides: Sides; result: ResourceComparison };

/**
 * Comparisons of one Application's resources, kept for the next look: a resource whose manifest, live version, Release item
 * and schema are those of last time is not compared again, and costs the same whatever its size. Keep one per Application;
 * objects that were compared must not be changed afterwards.
 */
export class ComparisonCache {
  private entries = new Map<string, Entry>();
  private seen = new Map<string, Entry>();
  private rules = '';
  private made = 0;

  /** Comparisons that were really made since the beginning. */
  get comparisons(): number {
    return this.made;
  }

  /** Resources kept. */
  get size(): number {
    return this.entries.size;
  }

  /** Opens a look under these rules; other rules than last time begin anew. */
  begin({ ignore, isReleased, trackingName, installationId, hashKey }: Rules): void {
    const rules = digestOf([ignore, isReleased, trackingName, installationId, hashKey.version]);
    if (rules !== this.rules) this.entries = new Map();
    this.rules = rules;
    this.seen = new Map();
  }

  /** The comparison of last time when its sides are the same, else the one that `compare` makes now. */
  take(id: string, sides: Sides, compare: () => ResourceComparison): ResourceComparison {
    const known = this.entries.get(id);
    if (known !== undefined && isSame(known.sides, sides)) {
      this.seen.set(id, known);
      return known.result;
    }
    this.made += 1;
    const result = compare();
    this.seen.set(id, { sides, result });
    return result;
  }

  /** Closes the look: what it did not ask for is forgotten. */
  end(): void {
    this.entries = this.seen;
  }
}

function isSame(a: Sides, b: Sides): boolean {
  return (
    isSameVersion(a.live, b.live) &&
    a.base === b.base &&
    a.unread === b.unread &&
    a.schemas.length === b.schemas.length &&
    a.schemas.every((schema, index) => schema === b.schemas[index]) &&
    isSameManifest(a.desired, b.desired)
  );
}

/** A version names one state of one object; without both names only the very same value is the same. */
function isSameVersion(a: KubeObject | undefined, b: KubeObject | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const { uid, resourceVersion } = a.metadata;
  if (uid === undefined || uid === '' || resourceVersion === undefined || resourceVersion === '')
    return false;
  return (
    uid === b.metadata.uid && resourceVersion === b.metadata.resourceVersion && a.apiVersion === b.apiVersion
  );
}

/** Of a set that was rendered again, each object's digest is taken once; of one that was not, none is. */
function isSameManifest(a: KubeObject, b: KubeObject): boolean {
  return a === b || digestOnce(a) === digestOnce(b);
}
