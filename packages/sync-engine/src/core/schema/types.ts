/** A JSON scalar as it stands in a Kubernetes object. */
export type Scalar = string | number | boolean | null;

/** A JSON object of unknown shape; keys come from users, so read it through `json.ts`. */
export type JsonObject = Record<string, unknown>;

/** Group, version and kind of an object; the core group is the empty string. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Followed only when needed, so recursive types (JSONSchemaProps) stay finite. */
export type Lazy<T> = () => T;

export type ScalarType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'int-or-string'
  | 'quantity'
  | 'duration'
  | 'time';

export interface Common {
  /** CRDs only: an explicit null is a value of its own. */
  readonly nullable?: boolean;
  readonly immutable?: boolean;
  readonly enum?: readonly unknown[];
}

export interface ScalarSchema extends Common {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** How a strategic merge patch treats a field: `merge`, `replace` (default) and `retainKeys`. */
export interface Field {
  readonly schema: Lazy<Schema>;
  readonly default?: unknown;
  readonly patchStrategy: readonly string[];
  readonly patchMergeKey?: string;
  /** Built-in kinds: a zero value (false, 0, "", empty list or map) is stored as absent. */
  readonly omitZero?: boolean;
}

export interface StructSchema extends Common {
  readonly kind: 'struct';
  /** Name in the OpenAPI document (`io.k8s.api.core.v1.Container`); absent for inline types. */
  readonly name?: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly string[];
  /** Owned and replaced as one value (x-kubernetes-map-type: atomic). */
  readonly atomic: boolean;
  readonly preserveUnknown: boolean;
  readonly embeddedResource: boolean;
}

export interface MapSchema extends Common {
  readonly kind: 'map';
  readonly value: Lazy<Schema>;
  /** What a null value becomes. */
  readonly valueDefault?: unknown;
  readonly atomic: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

export interface ListSchema extends Common {
  readonly kind: 'list';
  readonly listType: 'atomic' | 'set' | 'map';
  /** Fields that identify an item of a `map` list; empty otherwise. */
  readonly keys: readonly string[];
  readonly item: Lazy<Schema>;
  /** What a null item becomes. */
  readonly itemDefault?: unknown;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** No declared shape: maps merge key by key (unless atomic), lists are atomic, the rest are scalars. */
export interface AnySchema extends Common {
  readonly kind: 'any';
  readonly atomic: boolean;
}

/** The resolved type graph of one kind, or of one part of it. */
export type Schema = ScalarSchema | StructSchema | MapSchema | ListSchema | AnySchema;

/** The shape assumed where nothing is declared. */
export const untyped: AnySchema = { kind: 'any', atomic: false };

/** As `untyped`, but one value as a whole (runtime.RawExtension). */
export const untypedAtomic: AnySchema = { kind: 'any', atomic: true };
