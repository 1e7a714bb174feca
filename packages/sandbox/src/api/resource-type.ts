import type { Cause } from './errors.ts';
import type { JsonObject, KubeObject } from './object.ts';

/** One served version of a resource. `schema` is the structural schema of a custom resource, absent for built-ins. */
export interface ResourceVersion {
  name: string;
  served: boolean;
  storage: boolean;
  schema?: JsonObject;
  deprecated?: boolean;
}

/** Where the scale subresource reads and writes, as object paths. */
export interface ScalePaths {
  spec: string[];
  status: string[];
  selector?: string[];
}

/** What a strategy may look at besides the object in hand. */
export interface StrategyContext {
  now: number;
  /** Stored objects of another resource (`group/plural`), for allocation and cross checks. */
  list(resource: string, namespace?: string): readonly KubeObject[];
  get(resource: string, namespace: string | undefined, name: string): KubeObject | undefined;
  dryRun: boolean;
  user: string;
}

/** Behaviour of a kind beyond its schema; drafts are fresh copies that may be changed in place. */
export interface Strategy {
  prepareCreate?(draft: KubeObject, context: StrategyContext): void;
  prepareUpdate?(draft: KubeObject, old: KubeObject, context: StrategyContext): void;
  validate?(object: KubeObject, old: KubeObject | undefined, context: StrategyContext): Cause[];
  /** Seconds of grace for a deletion; 0 removes at once. */
  gracePeriodSeconds?(object: KubeObject, requested: number | undefined): number;
}

/** Everything the API needs to know of a kind: kinds are data. */
export interface ResourceType {
  group: string;
  plural: string;
  singular: string;
  kind: string;
  listKind: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  versions: ResourceVersion[];
  /** Defined by a CustomResourceDefinition: list items carry apiVersion and kind, unknown fields are pruned. */
  custom: boolean;
  hasStatus: boolean;
  scale?: ScalePaths;
  /** Whether metadata.generation is kept, raised by every change outside metadata and status. */
  generation: boolean;
  /** Only answers POST with the object filled in; nothing is stored (access reviews). */
  virtual?: (draft: KubeObject, user: string) => void;
  /** Further subresources by name, e.g. `binding`, `log`. */
  subresources: string[];
  /** Field selectors beyond metadata.name and metadata.namespace. */
  fieldLabels: string[];
  defaultPropagation: 'Background' | 'Orphan';
  strategy: Strategy;
}

/** The key of a resource in the store: `group/plural`, the core group being empty. */
export function resourceKey(type: { group: string; plural: string }): string {
  return `${type.group}/${type.plural}`;
}

export function apiVersionOf(group: string, version: string): string {
  return group ? `${group}/${version}` : version;
}

export function storageVersion(type: ResourceType): string {
  return (type.versions.find((version) => version.storage) ?? type.versions[0])?.name ?? 'v1';
}

export type TypeDraft = Partial<ResourceType> &
  Pick<ResourceType, 'group' | 'plural' | 'kind' | 'namespaced'>;

/** Fills the fields that follow from the others. */
export function defineType(draft: TypeDraft): ResourceType {
  return {
    singular: draft.kind.toLowerCase(),
    listKind: `${draft.kind}List`,
    shortNames: [],
    categories: [],
    versions: [{ name: 'v1', served: true, storage: true }],
    custom: false,
    hasStatus: false,
    generation: false,
    subresources: [],
    fieldLabels: [],
    defaultPropagation: 'Background',
    strategy: {},
    ...draft,
  };
}
