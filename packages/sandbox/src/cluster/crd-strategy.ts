import { type Cause, invalidField } from '../api/errors.ts';
import { isJsonObject, type JsonObject, type KubeObject, valueAt } from '../api/object.ts';
import { byPriority } from '../api/registry.ts';
import { defineType, type ResourceType, type ScalePaths, type Strategy } from '../api/resource-type.ts';

export interface CrdVersion {
  name: string;
  served: boolean;
  storage: boolean;
  schema?: { openAPIV3Schema?: JsonObject };
  subresources?: {
    status?: unknown;
    scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  };
  deprecated?: boolean;
}

export type Crd = KubeObject & {
  spec: {
    group: string;
    scope: string;
    names: {
      plural: string;
      singular?: string;
      kind: string;
      listKind?: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: CrdVersion[];
  };
};

/** What a CustomResourceDefinition must say, and the status an accepted one has at once. */
export const crdStrategy: Strategy = {
  prepareCreate(draft, context) {
    const crd = draft as Crd;
    const lastTransitionTime = new Date(context.now).toISOString().replace(/\.\d+Z$/, 'Z');
    draft.status = {
      acceptedNames: crd.spec.names,
      storedVersions:
        crd.spec.versions?.filter((version) => version.storage).map((version) => version.name) ?? [],
      conditions: [
        {
          type: 'NamesAccepted',
          status: 'True',
          reason: 'NoConflicts',
          message: 'no conflicts found',
          lastTransitionTime,
        },
        {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
          lastTransitionTime,
        },
      ],
    };
    draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), CRD_FINALIZER])];
  },
  validate(object, old) {
    const { spec, metadata } = object as Crd;
    const causes: Cause[] = [];
    if (metadata.name !== `${spec.names.plural}.${spec.group}`) {
      causes.push(invalidField('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'));
    }
    if (spec.scope !== 'Namespaced' && spec.scope !== 'Cluster') {
      causes.push({
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(spec.scope)}: supported values: "Cluster", "Namespaced"`,
        field: 'spec.scope',
      });
    }
    if (spec.versions.filter((version) => version.storage).length !== 1) {
      causes.push(
        invalidField(
          'spec.versions',
          spec.versions.length,
          'must have exactly one version marked as storage version',
        ),
      );
    }
    spec.versions.forEach((version, index) => {
      const field = `spec.versions[${index}].schema.openAPIV3Schema`;
      if (!version.schema?.openAPIV3Schema)
        causes.push({ reason: 'FieldValueRequired', message: 'Required value: schemas are required', field });
      else if (version.schema.openAPIV3Schema.type !== 'object')
        causes.push({
          reason: 'FieldValueRequired',
          message: 'Required value: must be object at the root',
          field: `${field}.type`,
        });
    });
    if (old) {
      for (const path of [
        ['spec', 'scope'],
        ['spec', 'group'],
        ['spec', 'names', 'kind'],
        ['spec', 'names', 'plural'],
      ]) {
        if (valueAt(object, path) !== valueAt(old, path))
          causes.push(invalidField(path.join('.'), valueAt(object, path), 'field is immutable'));
      }
    }
    return causes;
  },
};

/** Holds a CRD until its objects are gone. */
export const CRD_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** The resource a CRD defines. */
export function typeOfCrd(crd: Crd): ResourceType {
  const { group, names, scope, versions } = crd.spec;
  const sorted = [...versions].sort((a, b) => byPriority(a.name, b.name));
  const stored = versions.find((version) => version.storage) ?? versions[0];
  const { kind, plural, singular, listKind, shortNames = [], categories = [] } = names;
  return defineType({
    group,
    kind,
    plural,
    shortNames,
    categories,
    ...(singular ? { singular } : {}),
    ...(listKind ? { listKind } : {}),
    namespaced: scope === 'Namespaced',
    versions: sorted.map(({ name, served, storage, schema, deprecated }) => ({
      name,
      served,
      storage,
      schema: schema?.openAPIV3Schema,
      deprecated,
    })),
    custom: true,
    hasStatus: isJsonObject(stored?.subresources?.status),
    scale: scalePaths(stored),
    generation: true,
  });
}

function scalePaths(version: CrdVersion | undefined): ScalePaths | undefined {
  const scale = version?.subresources?.scale;
  if (!scale) return undefined;
  const steps = (path: string) => path.split('.').filter((step) => step !== '');
  return {
    spec: steps(scale.specReplicasPath),
    status: steps(scale.statusReplicasPath),
    ...(scale.labelSelectorPath ? { selector: steps(scale.labelSelectorPath) } : {}),
  };
}
