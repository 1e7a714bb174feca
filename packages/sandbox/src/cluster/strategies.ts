import { type Cause, invalidField } from '../api/errors.ts';
import { equalJson, isJsonObject, type JsonObject, type KubeObject, valueAt } from '../api/object.ts';
import type { Strategy } from '../api/resource-type.ts';
import { crdStrategy } from './crd-strategy.ts';
import { matchesLabelSelector } from '../api/selector.ts';
import { serviceStrategy } from './service-strategy.ts';

const TEMPLATE = ['spec', 'template'];
/** The annotation that makes a StorageClass the default one. */
export const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** Behaviour beyond the schema, by `group/plural`. */
export const strategies: Readonly<Record<string, Strategy>> = {
  '/namespaces': {
    prepareCreate(draft) {
      draft.status = { phase: 'Active' };
    },
    prepareUpdate(draft, old) {
      // Only the finalize subresource writes spec.finalizers.
      draft.spec = old.spec;
    },
    gracePeriodSeconds: () => 0,
  },
  '/pods': {
    prepareCreate(draft) {
      draft.status = { phase: 'Pending', qosClass: 'BestEffort' };
    },
    validate: (object, old) => (old ? podUpdate(object, old) : containerCauses(object)),
    gracePeriodSeconds(object, requested) {
      const phase = valueAt(object, ['status', 'phase']);
      if (!valueAt(object, ['spec', 'nodeName']) || phase === 'Succeeded' || phase === 'Failed') return 0;
      return requested ?? Number(valueAt(object, ['spec', 'terminationGracePeriodSeconds']) ?? 30);
    },
  },
  '/secrets': {
    validate: (object, old) => [
      ...immutableWhenMarked(object, old),
      ...(old && object.type !== old.type ? [invalidField('type', object.type, 'field is immutable')] : []),
    ],
  },
  '/configmaps': { validate: (object, old) => immutableWhenMarked(object, old) },
  '/services': serviceStrategy,
  '/persistentvolumeclaims': {
    prepareCreate(draft, context) {
      draft.status = { phase: 'Pending' };
      draft.metadata.finalizers = [
        ...new Set([...(draft.metadata.finalizers ?? []), 'kubernetes.io/pvc-protection']),
      ];
      const spec = draft.spec as JsonObject;
      const fallback = context
        .list('storage.k8s.io/storageclasses')
        .find((one) => one.metadata.annotations?.[DEFAULT_CLASS] === 'true');
      if (fallback) spec.storageClassName ??= fallback.metadata.name;
    },
    validate: (object, old) => (old ? claimUpdate(object, old) : []),
  },
  'apps/deployments': {
    validate: (object, old) => [
      ...selectorMatches(object),
      ...(old ? immutable(object, old, ['spec', 'selector']) : []),
    ],
  },
  'apps/replicasets': {
    validate: (object, old) => [
      ...selectorMatches(object),
      ...(old ? immutable(object, old, ['spec', 'selector']) : []),
    ],
  },
  'apps/daemonsets': {
    validate: (object, old) => [
      ...selectorMatches(object),
      ...(old ? immutable(object, old, ['spec', 'selector']) : []),
    ],
  },
  'apps/statefulsets': {
    validate: (object, old) => [...selectorMatches(object), ...(old ? statefulSetUpdate(object, old) : [])],
  },
  'batch/jobs': {
    prepareCreate: generateSelector,
    validate: (object, old) => [
      ...restartPolicy(object),
      ...(old
        ? [
            ...immutable(object, old, ['spec', 'selector']),
            ...immutable(object, old, TEMPLATE),
            ...immutable(object, old, ['spec', 'completions']),
          ]
        : []),
    ],
  },
  'apiextensions.k8s.io/customresourcedefinitions': crdStrategy,
};

function immutableWhenMarked(object: KubeObject, old: KubeObject | undefined): Cause[] {
  if (old?.immutable !== true) return [];
  return ['data', 'binaryData', 'immutable']
    .filter((field) => !equalJson(object[field], old[field]))
    .map((field) => ({
      reason: 'FieldValueForbidden',
      message: 'Forbidden: field is immutable when `immutable` is set',
      field,
    }));
}

/** A cause when the value at the path differs from the stored one. */
export function immutable(object: KubeObject, old: KubeObject, path: string[]): Cause[] {
  const value = valueAt(object, path);
  if (equalJson(value, valueAt(old, path))) return [];
  return [invalidField(path.join('.'), value, 'field is immutable')];
}

function selectorMatches(object: KubeObject): Cause[] {
  const labels = (valueAt(object, [...TEMPLATE, 'metadata', 'labels']) ?? {}) as Record<string, string>;
  const selector = valueAt(object, ['spec', 'selector']);
  if (selector === undefined || matchesLabelSelector(selector, labels)) return containerCauses(object);
  return [
    invalidField('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'),
  ];
}

/** Containers must have names of their own. */
function containerCauses(object: KubeObject): Cause[] {
  const path = object.kind === 'Pod' ? ['spec'] : [...TEMPLATE, 'spec'];
  const containers = valueAt(object, [...path, 'containers']);
  const field = [...path, 'containers'].join('.');
  if (!Array.isArray(containers) || containers.length === 0) {
    return [{ reason: 'FieldValueRequired', message: 'Required value', field }];
  }
  const seen = new Set<unknown>();
  return containers.flatMap((container: { name?: string; image?: string }, index): Cause[] => {
    const causes: Cause[] = [];
    if (seen.has(container.name)) {
      causes.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: "${container.name}"`,
        field: `${field}[${index}].name`,
      });
    }
    seen.add(container.name);
    if (!container.image && object.kind !== 'Pod') {
      causes.push({
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: `${field}[${index}].image`,
      });
    }
    return causes;
  });
}

function podUpdate(object: KubeObject, old: KubeObject): Cause[] {
  const allowed = (pod: KubeObject) => {
    const spec = { ...(pod.spec as JsonObject) };
    for (const list of ['containers', 'initContainers']) {
      const containers = spec[list];
      if (Array.isArray(containers))
        spec[list] = containers.map((container: JsonObject) => ({ ...container, image: '' }));
    }
    return {
      ...spec,
      nodeName: '',
      activeDeadlineSeconds: 0,
      tolerations: [],
      terminationGracePeriodSeconds: 0,
    };
  };
  if (equalJson(allowed(object), allowed(old))) return [];
  return [
    {
      reason: 'FieldValueForbidden',
      message:
        'Forbidden: pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations` (only additions to existing tolerations), `spec.terminationGracePeriodSeconds`',
      field: 'spec',
    },
  ];
}

function claimUpdate(object: KubeObject, old: KubeObject): Cause[] {
  const fixed = (claim: KubeObject) => {
    const { resources: _r, volumeAttributesClassName: _v, volumeName, ...spec } = claim.spec as JsonObject;
    return { ...spec, volumeName: valueAt(old, ['spec', 'volumeName']) ? volumeName : undefined };
  };
  if (equalJson(fixed(object), fixed(old))) return [];
  return [
    {
      reason: 'FieldValueForbidden',
      message:
        'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      field: 'spec',
    },
  ];
}

const STATEFUL_SET_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function statefulSetUpdate(object: KubeObject, old: KubeObject): Cause[] {
  const fixed = (set: KubeObject) =>
    Object.fromEntries(
      Object.entries(set.spec as JsonObject).filter(([key]) => !STATEFUL_SET_MUTABLE.includes(key)),
    );
  if (equalJson(fixed(object), fixed(old))) return [];
  const names = STATEFUL_SET_MUTABLE.map((name) => `'${name}'`);
  return [
    {
      reason: 'FieldValueForbidden',
      message: `Forbidden: updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are forbidden`,
      field: 'spec',
    },
  ];
}

function restartPolicy(object: KubeObject): Cause[] {
  const policy = valueAt(object, [...TEMPLATE, 'spec', 'restartPolicy']);
  if (policy === 'OnFailure' || policy === 'Never') return [];
  return [
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(policy)}: supported values: "OnFailure", "Never"`,
      field: 'spec.template.spec.restartPolicy',
    },
  ];
}

/** A Job selects its Pods by its own uid unless its author says otherwise. */
function generateSelector(draft: KubeObject): void {
  const spec = draft.spec as JsonObject;
  if (spec.manualSelector === true) return;
  const labels = {
    'batch.kubernetes.io/controller-uid': draft.metadata.uid,
    'batch.kubernetes.io/job-name': draft.metadata.name,
    'controller-uid': draft.metadata.uid,
    'job-name': draft.metadata.name,
  };
  spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': draft.metadata.uid } };
  const template = spec.template as JsonObject;
  const metadata = isJsonObject(template.metadata) ? template.metadata : {};
  template.metadata = { ...metadata, labels: { ...(metadata.labels as JsonObject | undefined), ...labels } };
}
