import type { Random } from './random.ts';

/** Texts that parsers trip over: syntax without its end, references, control characters, numbers at their limits. */
const hostileTexts: readonly string[] = [
  String.raw`{ } [ ] " ' : - , # | > ? & * !! % .. . [] [0] [-1] ~0 ~1 ~2 // * ** ?( (((( \\ $(x) \${x} ../../..`.split(
    ' ',
  ),
  'null ~ true NaN .inf -.inf 1e999 0x1F 0o17 9007199254740993 -0 1_000'.split(' '),
  '__proto__ constructor toString hasOwnProperty'.split(' '),
  ['\n', '\t', '\r\n', ': ', '- ', '&a ', '*a', '---\n', '...\n', '<<: *a\n', '&a [*a]', '{{ x }}'],
  ['!!binary x', '!!python/object:x y', '\u0000', '\ufeff', '\ud800', 'a'.repeat(5000), '1'.repeat(400)],
  ['[['.repeat(300), '{"a":'.repeat(300), '- '.repeat(300), '&a [*a,*a],'.repeat(20)],
].flat();

const hostileValues: readonly unknown[] = [
  [null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 2 ** 53, 9007199254740993n],
  ['', ' ', '\u0000', '\ud800', '0', '-1', '1e999', 'a'.repeat(3000), 'true', 'Healthy', 'a/b/c/d', 'a,b,,c'],
  ['2026-01-01T00:00:00Z', 'not a time', '5m', '100%', '1Gi', '1e3Ki'],
  [[], {}, [null], [[]], [{}], { '': null }, { a: [] }, ['a', 1, null, {}]],
].flat();

const hostileKeys = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '.',
  'f:x',
  'k:{}',
  'name',
  'kind',
  'items',
  'a/b',
];

/** A text with a few slices deleted, doubled, moved or replaced. */
export function mutateText(random: Random, text: string): string {
  let out = text;
  for (let i = random.below(4) + 1; i > 0; i--) {
    const at = random.below(out.length + 1);
    const end = Math.min(out.length, at + random.below(random.chance(0.2) ? 400 : 12));
    const slice = out.slice(at, end);
    const head = out.slice(0, at);
    const tail = out.slice(end);
    switch (random.below(5)) {
      case 0:
        out = head + tail;
        break;
      case 1:
        out = head + slice + slice + tail;
        break;
      case 2:
        out = head + random.pick(hostileTexts) + tail;
        break;
      case 3:
        out = head + random.pick(hostileTexts) + slice + tail;
        break;
      default:
        out = tail + slice + head;
    }
    if (out.length > 200_000) out = out.slice(0, 200_000);
  }
  return out;
}

/** A JSON value with a few parts replaced, removed, renamed, doubled or exchanged; the input is not changed. */
export function mutateValue(random: Random, value: unknown): unknown {
  const root = { value: structuredClone(value) };
  for (let i = random.below(5) + 1; i > 0; i--) mutateOnce(random, root);
  return root.value;
}

function mutateOnce(random: Random, root: { value: unknown }): void {
  const places: Place[] = [];
  collect(root as Holder, places, 0);
  const place = random.pick(places);
  const { holder, key } = place;
  switch (random.below(6)) {
    case 0:
      set(place, structuredClone(random.pick(hostileValues)));
      break;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (holder !== root) delete (holder as Record<string, unknown>)[key];
      break;
    case 2:
      if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
      else define(holder, random.pick(hostileKeys), get(place));
      break;
    case 3:
      set(place, structuredClone(get(random.pick(places))));
      break;
    case 4: {
      const value = get(place);
      if (typeof value === 'string') set(place, mutateText(random, value.slice(0, 2000)));
      else set(place, [value]);
      break;
    }
    default:
      set(
        place,
        random.chance(0.1) ? nested(random, get(place)) : structuredClone(random.pick(hostileValues)),
      );
  }
}

type Holder = Record<string, unknown> | unknown[];
type Place = { holder: Holder; key: string };

const placesMax = 5000;

function collect(holder: Holder, places: Place[], depth: number): void {
  if (depth > 60 || places.length > placesMax) return;
  for (const key of Object.keys(holder)) {
    places.push({ holder, key });
    const value = (holder as Record<string, unknown>)[key];
    if (typeof value === 'object' && value !== null) collect(value as Holder, places, depth + 1);
  }
}

function get({ holder, key }: Place): unknown {
  return (holder as Record<string, unknown>)[key];
}

function set({ holder, key }: Place, value: unknown): void {
  define(holder, key, value);
}

/** Also for `__proto__`, which an assignment would take for something else. */
function define(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(random: Random, value: unknown): unknown {
  let out: unknown = value;
  for (let i = random.below(900); i > 0; i--) out = random.chance(0.5) ? [out] : { a: out };
  return out;
}
