import type { JsonObject } from '../../schema/types.ts';
import type { Random } from './random.ts';
import {
  custom,
  type CustomKind,
  integer,
  intOrString,
  keyed,
  listOf,
  mapOf,
  quantity,
  struct,
  text,
} from './structural.ts';

const names = ['alpha', 'beta', 'gamma', 'delta', 'eps', 'zeta', 'eta'];
const open: JsonObject = { 'x-kubernetes-preserve-unknown-fields': true };
const atomicMap: JsonObject = { 'x-kubernetes-map-type': 'atomic' };
const atomicList: JsonObject = { 'x-kubernetes-list-type': 'atomic' };
const depthMax = 5;

/** Scalars with the defaults that they may have. */
const scalars: readonly [JsonObject, readonly unknown[]][] = [
  [text, ['', 'd']],
  [integer, [0, 1, 7]],
  [{ type: 'boolean' }, [true, false]],
  [{ type: 'number' }, [0, 0.5, 2]],
  [intOrString, [80, 'http', '25%']],
  [quantity, ['1', 1, '500m']],
  [{ ...text, enum: ['x', 'y', 'z'] }, ['x']],
  [{ ...text, format: 'date-time' }, ['2026-01-01T00:00:00Z']],
  [{ ...text, format: 'duration' }, ['60s']],
];

/** A CRD whose spec is made by chance: any way of merging, defaulting and leaving open, inside any other. */
export function randomKind(random: Random, serial: number): CustomKind {
  const spec = { ...structOf(random, depthMax), 'x-kubernetes-map-type': 'granular' };
  return custom({ plural: `randoms${serial}`, kind: `Random${serial}`, spec, object: {} });
}

function structOf(random: Random, depth: number): JsonObject {
  const fields = random.shuffle(names).slice(0, 2 + random.below(4));
  const properties = Object.fromEntries(fields.map((name) => [name, typeOf(random, depth - 1)]));
  return struct(properties, { ...maybe(random, atomicMap), ...maybe(random, open) });
}

function typeOf(random: Random, depth: number): JsonObject {
  const nullable = maybe(random, { nullable: true });
  const roll = depth <= 0 ? 0 : random.below(14);
  if (roll < 4) return { ...scalarOf(random), ...nullable };
  if (roll < 5) return { ...(random.chance(0.5) ? open : { type: 'object', ...open }), ...nullable };
  if (roll < 6) return { type: 'object', 'x-kubernetes-embedded-resource': true, ...open, ...nullable };
  const made = containerOf(random, depth, roll);
  const empty = made.type === 'array' ? [] : {};
  return { ...made, ...nullable, ...(random.chance(0.2) ? { default: empty } : {}) };
}

function containerOf(random: Random, depth: number, roll: number): JsonObject {
  if (roll < 9) return structOf(random, depth);
  if (roll < 10) return { ...mapOf(typeOf(random, depth - 1)), ...maybe(random, atomicMap) };
  if (roll < 11) return listOf(typeOf(random, depth - 1), maybe(random, atomicList));
  if (roll < 12) return listOf(random.pick([text, integer]), { 'x-kubernetes-list-type': 'set' });
  const item = structOf(random, depth - 1);
  const port = random.pick<JsonObject>([integer, { ...integer, default: 80 }]);
  const isByPort = random.chance(0.4);
  const required = isByPort && port.default === undefined ? ['name', 'port'] : ['name'];
  const properties = { ...(item.properties as JsonObject), name: text, ...(isByPort ? { port } : {}) };
  const { 'x-kubernetes-map-type': _, ...rest } = item;
  return keyed({ ...rest, properties, required }, ...(isByPort ? ['name', 'port'] : ['name']));
}

function scalarOf(random: Random): JsonObject {
  const [type, defaults] = random.pick(scalars);
  return random.chance(0.3) ? { ...type, default: random.pick(defaults) } : type;
}

function maybe(random: Random, extension: JsonObject): JsonObject {
  return random.chance(0.15) ? extension : {};
}
