import type { Fingerprint, KubeObject } from '../model.ts';
import { gvkOf } from '../resource-key.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { get, isObject, put } from '../schema/json.ts';
import { elementOf } from '../schema/path.ts';
import type { JsonObject, ListSchema, Schema } from '../schema/types.ts';
import { type HashKey, maskObject } from '../secrets.ts';
import { comparableOf } from './comparable.ts';
import { digestOf } from './digest.ts';
import { segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';

/**
 * The live state a change is computed against: uid and hash of the live values of the fields that the manifest or the last
 * Release sets (`fields`), or of the whole object without status (`whole`, under Replace and Force, and where neither
 * sets anything). Not resourceVersion, which every status write moves. Secrets are hashed masked.
 */
export function fingerprintOf(input: {
  live: KubeObject | undefined;
  desired: KubeObject | null;
  base: KubeObject | null;
  mode: 'fields' | 'whole';
  hashKey: HashKey;
}): Fingerprint {
  if (input.live === undefined) return { kind: 'absent' };
  const live = comparableOf(maskObject(input.live, input.hashKey));
  const setters = [input.desired, input.base]
    .filter((object) => object !== null)
    .map((object) => comparableOf(maskObject(object, input.hashKey)));
  const schema = builtinSchema(gvkOf(input.live));
  const hashed =
    input.mode === 'whole' || setters.length === 0
      ? live
      : setters.map((setter) => project(schema, setter, live) ?? null);
  return { kind: 'present', uid: input.live.metadata.uid ?? '', hash: digestOf(hashed) };
}

/** The part of live at the fields that a manifest sets; undefined where live has nothing there. */
function project(schema: Schema | undefined, setter: unknown, live: unknown): unknown {
  if (isObject(setter) && isObject(live) && !(schema?.kind === 'struct' && schema.atomic)) {
    const out: JsonObject = {};
    for (const key of Object.keys(setter)) {
      const value = project(childOf(schema, key), get(setter, key), get(live, key));
      if (value !== undefined) put(out, key, value);
    }
    return out;
  }
  if (
    Array.isArray(setter) &&
    Array.isArray(live) &&
    schema?.kind === 'list' &&
    schema.listType !== 'atomic'
  ) {
    return projectItems(schema, setter, live);
  }
  return live;
}

function projectItems(schema: ListSchema, setter: unknown[], live: unknown[]): unknown {
  const ids = (list: unknown[]) =>
    list.map((item) => {
      const segment = segmentOf(schema, item);
      return segment === undefined ? undefined : elementOf(segment);
    });
  const [wanted, found] = [ids(setter), ids(live)];
  // Items that cannot be told apart count together.
  if (wanted.includes(undefined) || found.includes(undefined)) return live;
  const out: JsonObject = {};
  wanted.forEach((id, index) => {
    const at = found.indexOf(id);
    if (id !== undefined && at >= 0) put(out, id, project(schema.item(), setter[index], live[at]));
  });
  return out;
}
