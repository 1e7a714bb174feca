import { get, isObject, put } from '../../schema/json.ts';
import { childSchema } from '../../schema/shape.ts';
import type { JsonObject, Schema } from '../../schema/types.ts';
import type { Random } from './random.ts';
import { respelt, valueOf } from './values.ts';

/** One place of an object: its value, its type, and how to replace it (undefined removes it). */
type Place = { path: string; name: string; value: unknown; schema: Schema; set(value: unknown): void };

/** Not edited: identity, what only the server writes, and what would change how the server treats other objects. */
const untouched =
  /^(apiVersion|kind|status(\..*)?|metadata|metadata\.(?!labels|annotations|finalizers).*|globalDefault|metadata\.finalizers\..*)$/;

/**
 * A copy of an object with one thing changed, and what that was in words: a field added, removed, set to null, emptied, set
 * to another value or spelling; an item added, taken out or moved.
 */
export function editOnce(
  random: Random,
  schema: Schema,
  object: JsonObject,
): { object: JsonObject; edit: string } {
  const copy = structuredClone(object);
  const all = places(schema, copy);
  const containers = all.filter(({ value }) => typeof value === 'object' && value !== null);
  if (all.length === 0) {
    put(copy.metadata as JsonObject, 'labels', { a: random.pick(['1', '2']) });
    return { object: copy, edit: 'metadata.labels added' };
  }
  const place = random.pick(random.chance(0.5) && containers.length > 0 ? containers : all);
  return { object: copy, edit: change(random, place) };
}

function places(schema: Schema, object: JsonObject): Place[] {
  const out: Place[] = [];
  const visit = (place: Place, depth: number): void => {
    if (depth > 14) return;
    if (place.path !== '' && !untouched.test(place.path)) out.push(place);
    const { value } = place;
    const at = (name: string): string => (place.path === '' ? name : `${place.path}.${name}`);
    if (Array.isArray(value)) {
      const item =
        place.schema.kind === 'list' ? place.schema.item() : ({ kind: 'any', atomic: true } as const);
      value.forEach((entry, i) => {
        const set = (next: unknown): void => {
          if (next === undefined) value.splice(i, 1);
          else value[i] = next;
        };
        visit({ path: at(String(i)), name: place.name, value: entry, schema: item, set }, depth + 1);
      });
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        const set = (next: unknown): void => {
          if (next === undefined) delete value[key];
          else put(value, key, next);
        };
        visit(
          { path: at(key), name: key, value: get(value, key), schema: childSchema(place.schema, key), set },
          depth + 1,
        );
      }
    }
  };
  visit({ path: '', name: '', value: object, schema, set: () => undefined }, 0);
  return out;
}

function change(random: Random, place: Place): string {
  const { path, name, value, schema, set } = place;
  const roll = random.below(100);
  if (roll < 6) {
    set(null);
    return `${path} = null`;
  }
  if (roll < 18) {
    set(undefined);
    return `${path} removed`;
  }
  if (Array.isArray(value)) return changeList(random, place, value);
  if (isObject(value)) {
    if (roll < 24) {
      set({});
      return `${path} = {}`;
    }
    return addMember(random, place, value);
  }
  const other = random.chance(0.4) ? respelt(random, schema, value) : undefined;
  const next = other ?? valueOf(random, schema, name);
  set(next);
  return `${path} = ${JSON.stringify(next)}`;
}

function addMember(random: Random, { path, schema }: Place, value: JsonObject): string {
  if (schema.kind === 'struct' && schema.fields.size > 0) {
    const absent = [...schema.fields.keys()].filter(
      (field) => !Object.hasOwn(value, field) && !untouched.test(`${path}.${field}`),
    );
    const field = random.pick(absent.length > 0 ? absent : [...schema.fields.keys()]);
    const next = valueOf(random, childSchema(schema, field), field);
    put(value, field, next);
    return `${path}.${field} added ${JSON.stringify(next)}`;
  }
  const key = random.pick(['a', 'b', 'x.y/z', 'cpu', 'memory']);
  const next = valueOf(random, schema.kind === 'map' ? schema.value() : childSchema(schema, key), key);
  put(value, key, next);
  return `${path}[${key}] = ${JSON.stringify(next)}`;
}

function changeList(random: Random, { path, name, schema, set }: Place, list: unknown[]): string {
  const roll = random.below(10);
  if (roll < 3 && list.length > 1) {
    set(random.shuffle(list));
    return `${path} reordered`;
  }
  if (roll < 4) {
    set([]);
    return `${path} = []`;
  }
  if (roll < 5 && list.length > 0) {
    set(list.filter((_, i) => i !== 0));
    return `${path} first item removed`;
  }
  const item = schema.kind === 'list' ? schema.item() : ({ kind: 'any', atomic: true } as const);
  const fresh = valueOf(random, item, name.replace(/s$/, ''));
  const [model] = list;
  const made =
    isObject(model) && isObject(fresh) && random.chance(0.6) ? alike(random, model, fresh, schema) : fresh;
  const next = random.chance(0.5) ? [...list, made] : [made, ...list];
  set(next);
  return `${path} item ${JSON.stringify(made)}`;
}

/** An item like another of its list, under a key of its own. */
function alike(random: Random, model: JsonObject, fresh: JsonObject, schema: Schema): JsonObject {
  const out = structuredClone(model);
  const keys = schema.kind === 'list' ? schema.keys : [];
  for (const key of keys.length > 0 ? keys : ['name'])
    if (Object.hasOwn(fresh, key)) put(out, key, fresh[key]);
  if (Object.hasOwn(out, 'name') && typeof out.name === 'string')
    out.name = random.pick(['n1', 'n2', 'n3', 'n4']);
  return out;
}
