import { assertNesting, clone, deepEqual, get, isObject, put } from './json.ts';
import { canonicalQuantity, quantityNano } from './quantity.ts';
import { childSchema, keepsNull } from './shape.ts';
import type { JsonObject, Schema } from './types.ts';
import { untypedAtomic } from './types.ts';

/** Whether two leaves mean the same: equal quantities, durations and times in different spellings are equal. */
export function equalScalars(schema: Schema, a: unknown, b: unknown): boolean {
  if (deepEqual(a, b)) return true;
  if (schema.kind !== 'scalar' || a === undefined || b === undefined) return false;
  switch (schema.type) {
    case 'quantity': {
      const left = quantityNano(a);
      return left !== undefined && left === quantityNano(b);
    }
    case 'duration': {
      const left = durationNanos(a);
      return left !== undefined && left === durationNanos(b);
    }
    case 'time': {
      const left = canonicalTime(a);
      return left !== undefined && left === canonicalTime(b);
    }
    default:
      return false;
  }
}

/**
 * The object with every leaf in its one canonical spelling, and nulls and zero values that are stored as absent
 * dropped, so that equal objects compare equal. A nullable field keeps its null.
 */
export function canonical(schema: Schema | undefined, object: unknown): unknown {
  assertNesting(object);
  return schema === undefined ? object : canonicalNode(schema, object, false);
}

/** The canonical spelling of one leaf; values that do not fit their type are returned unchanged. */
export function canonicalScalar(schema: Schema, value: unknown): unknown {
  if (schema.kind !== 'scalar') return value;
  switch (schema.type) {
    case 'quantity':
      return canonicalQuantity(value) ?? value;
    case 'duration': {
      const nanos = durationNanos(value);
      return nanos === undefined ? value : formatDuration(nanos);
    }
    case 'time':
      return canonicalTime(value) ?? value;
    case 'integer':
      return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
    default:
      return value;
  }
}

/**
 * `isTyped`: below a built-in type, which the server stores by its Go type: an empty list or map is none, and a null in a map
 * is the zero value. Custom resources keep both.
 */
function canonicalNode(schema: Schema, value: unknown, isTyped: boolean): unknown {
  if (Array.isArray(value)) {
    const item = schema.kind === 'list' ? schema.item() : untypedAtomic;
    return value.map((entry) =>
      entry === null && isTyped ? (zeroOf(item) ?? entry) : canonicalNode(item, entry, isTyped),
    );
  }
  if (!isObject(value)) return canonicalScalar(schema, value);
  const isBuiltin = isTyped || (schema.kind === 'struct' && isBuiltinType(schema.name));
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    const child = childSchema(schema, key);
    const entry = get(value, key);
    if (entry === null && !keepsNull(child)) {
      const stored = storedForNull(schema, key, isBuiltin);
      if (stored !== undefined) put(out, key, stored);
      continue;
    }
    const made = canonicalNode(child, entry, isBuiltin);
    const omitZero = schema.kind === 'struct' && schema.fields.get(key)?.omitZero === true;
    if (omitZero && isZero(made)) continue;
    if (isBuiltin && isCollection(child) && isZero(made)) continue;
    put(out, key, made);
  }
  return out;
}

/** What takes the place of a null that its type does not keep; undefined where it is dropped. */
function storedForNull(schema: Schema, key: string, isBuiltin: boolean): unknown {
  if (schema.kind === 'map' && schema.valueDefault !== undefined) return clone(schema.valueDefault);
  const isKept = isBuiltin && schema.kind === 'map';
  return isKept || isEmbeddedMetadata(schema, key) ? zeroOf(childSchema(schema, key)) : undefined;
}

/** An object inside a custom one is stored with metadata, if only with none. */
function isEmbeddedMetadata(schema: Schema, key: string): boolean {
  return schema.kind === 'struct' && schema.embeddedResource && key === 'metadata';
}

/** A type without fields (`subresources.status` of a CRD) looks like a map of anything, and its being there says something. */
function isCollection(schema: Schema): boolean {
  return schema.kind === 'list' || (schema.kind === 'map' && schema.value().kind !== 'any');
}

/** Types of the server itself, by their name in OpenAPI. */
export function isBuiltinType(name: string | undefined): boolean {
  return name?.startsWith('io.k8s.') === true;
}

/** What a null becomes in a list or map of a built-in type. */
function zeroOf(schema: Schema): unknown {
  if (schema.kind === 'struct') return {};
  if (schema.kind !== 'scalar') return undefined;
  return schema.type === 'quantity' ? '0' : schema.type === 'string' ? '' : undefined;
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false || value === null;
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Nanoseconds of a Go duration ("1h30m", "1.5s"); undefined when it is none. */
export function durationNanos(value: unknown): bigint | undefined {
  if (typeof value !== 'string' || value.length > 100) return undefined;
  if (value === '0') return 0n;
  const sign = value.startsWith('-') ? -1n : 1n;
  const body = value.replace(/^[+-]/, '');
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let total = 0n;
  for (const [, digits = '', unit = ''] of body.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const [whole = '', fraction = ''] = digits.split('.');
    total += (BigInt(whole + fraction) * (units[unit] ?? 0n)) / 10n ** BigInt(fraction.length);
  }
  return sign * total;
}

function formatDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const abs = nanos < 0n ? -nanos : nanos;
  const decimals = (value: bigint, unit: bigint): string => {
    const rest = String(value % unit)
      .padStart(String(unit).length - 1, '0')
      .replace(/0+$/, '');
    return `${value / unit}${rest === '' ? '' : `.${rest}`}`;
  };
  if (abs < 1_000n) return `${sign}${abs}ns`;
  if (abs < 1_000_000n) return `${sign}${decimals(abs, 1_000n)}µs`;
  if (abs < 1_000_000_000n) return `${sign}${decimals(abs, 1_000_000n)}ms`;
  const minute = 60_000_000_000n;
  const hours = abs / (60n * minute);
  const minutes = (abs / minute) % 60n;
  const text = `${decimals(abs % minute, 1_000_000_000n)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${text}`;
  return minutes > 0n ? `${sign}${minutes}m${text}` : `${sign}${text}`;
}

function canonicalTime(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) return undefined;
  const fraction = /\.(\d+)/.exec(value)?.[1]?.replace(/0+$/, '') ?? '';
  return `${new Date(ms).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}
