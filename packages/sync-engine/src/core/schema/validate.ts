import { assertNesting, deepEqual, get, isObject } from './json.ts';
import { durationNanos } from './normalize.ts';
import { formatPath, type Segment } from './path.ts';
import { quantityNano } from './quantity.ts';
import { itemKey } from './shape.ts';
import type { JsonObject, ListSchema, ScalarSchema, Schema, StructSchema } from './types.ts';

/** Why an object does not fit its schema, at the field concerned. */
export interface Violation {
  readonly path: string;
  readonly message: string;
  /** An unknown field is only a warning unless field validation is strict. */
  readonly kind: 'unknown-field' | 'duplicate-key' | 'invalid';
}

/** Everything in an object that its schema does not allow, in document order; empty when it fits. */
export function validate(schema: Schema, object: unknown): Violation[] {
  assertNesting(object);
  const out: Violation[] = [];
  check(schema, object, [], out);
  return out;
}

type Path = readonly Segment[];

function report(out: Violation[], path: Path, message: string, kind: Violation['kind'] = 'invalid'): void {
  out.push({ path: formatPath(path), message, kind });
}

function check(schema: Schema, value: unknown, path: Path, out: Violation[]): void {
  if (value === undefined || schema.kind === 'any') return;
  // A null where the type has none is dropped before it is stored.
  if (value === null) return;
  if (schema.enum !== undefined && !schema.enum.some((allowed) => deepEqual(allowed, value))) {
    report(out, path, `must be one of ${schema.enum.map((v) => JSON.stringify(v)).join(', ')}`);
  }
  switch (schema.kind) {
    case 'scalar':
      checkScalar(schema, value, path, out);
      return;
    case 'list':
      checkList(schema, value, path, out);
      return;
    case 'map':
      if (!isObject(value)) return report(out, path, 'must be an object');
      checkCount(
        Object.keys(value).length,
        schema.minProperties,
        schema.maxProperties,
        'properties',
        path,
        out,
      );
      for (const key of Object.keys(value))
        check(schema.value(), get(value, key), [...path, { field: key }], out);
      return;
    case 'struct':
      if (!isObject(value)) return report(out, path, 'must be an object');
      checkStruct(schema, value, path, out);
  }
}

function checkStruct(schema: StructSchema, value: JsonObject, path: Path, out: Violation[]): void {
  for (const name of schema.required) {
    const held = get(value, name);
    const field = schema.fields.get(name);
    const isFilled = field?.default !== undefined;
    if ((held === undefined || (held === null && field?.schema().nullable !== true)) && !isFilled) {
      report(out, [...path, { field: name }], 'is required');
    }
  }
  for (const key of Object.keys(value)) {
    const field = schema.fields.get(key);
    const here = [...path, { field: key }];
    if (field !== undefined) check(field.schema(), get(value, key), here, out);
    else if (!schema.preserveUnknown) report(out, here, 'is not a field of this type', 'unknown-field');
  }
}

function checkList(schema: ListSchema, value: unknown, path: Path, out: Violation[]): void {
  if (!Array.isArray(value)) return report(out, path, 'must be a list');
  checkCount(value.length, schema.minItems, schema.maxItems, 'items', path, out);
  const item = schema.item();
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    let segment: Segment = { index };
    if (
      schema.listType === 'map' &&
      isObject(entry) &&
      schema.keys.some((key) => get(entry, key) !== undefined)
    ) {
      segment = { key: itemKey(schema, entry) as Record<string, string> };
    } else if (schema.listType === 'set' && (typeof entry === 'string' || typeof entry === 'number')) {
      segment = { value: entry };
    }
    const here = [...path, segment];
    const id = formatPath([segment]);
    if (seen.has(id)) report(out, here, 'is there more than once', 'duplicate-key');
    seen.add(id);
    if (entry === null && item.nullable !== true && item.kind !== 'any')
      report(out, here, 'must not be null');
    check(item, entry, here, out);
  }
}

function checkScalar(schema: ScalarSchema, value: unknown, path: Path, out: Violation[]): void {
  const wrong = typeProblem(schema, value);
  if (wrong !== undefined) return report(out, path, wrong);
  if (typeof value === 'number') checkRange(schema, value, path, out);
  if (typeof value !== 'string') return;
  const length = [...value].length;
  checkCount(length, schema.minLength, schema.maxLength, 'characters', path, out);
  if (schema.pattern !== undefined && !matches(schema.pattern, value))
    report(out, path, `must match ${schema.pattern}`);
}

function typeProblem(schema: ScalarSchema, value: unknown): string | undefined {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? undefined : 'must be a string';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? undefined : 'must be a number';
    case 'integer':
      return integerProblem(schema, value);
    case 'int-or-string':
      return typeof value === 'string' || isInteger(value) ? undefined : 'must be an integer or a string';
    case 'quantity':
      return quantityNano(value) !== undefined ? undefined : 'must be a quantity such as 500m or 1Gi';
    case 'duration':
      return durationNanos(value) !== undefined ? undefined : 'must be a duration such as 1m30s';
    case 'time':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? undefined
        : 'must be a time (RFC 3339)';
  }
}

function isInteger(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

function integerProblem(schema: ScalarSchema, value: unknown): string | undefined {
  if (!isInteger(value)) return 'must be an integer';
  const isTooBig = schema.format === 'int32' && Math.abs(Number(value)) > 2 ** 31;
  return isTooBig ? 'does not fit 32 bits' : undefined;
}

function checkRange(schema: ScalarSchema, value: number, path: Path, out: Violation[]): void {
  const { minimum, maximum } = schema;
  if (minimum !== undefined && (schema.exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    report(out, path, `must be ${schema.exclusiveMinimum === true ? 'greater than' : 'at least'} ${minimum}`);
  }
  if (maximum !== undefined && (schema.exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    report(out, path, `must be ${schema.exclusiveMaximum === true ? 'less than' : 'at most'} ${maximum}`);
  }
}

function checkCount(
  count: number,
  min: number | undefined,
  max: number | undefined,
  what: string,
  path: Path,
  out: Violation[],
): void {
  if (min !== undefined && count < min) report(out, path, `must have at least ${min} ${what}`);
  if (max !== undefined && count > max) report(out, path, `must have at most ${max} ${what}`);
}

const compiled = new Map<string, RegExp | undefined>();

/** Patterns are Go's; one that JavaScript cannot read constrains nothing here, the API server has the last word. */
function matches(pattern: string, value: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(value) ?? true;
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern.replace(/^\(\?i\)/, ''), pattern.startsWith('(?i)') ? 'iu' : 'u');
  } catch {
    return undefined;
  }
}
