import { describe, expect, it } from 'vitest';
import type { FieldChange, KubeObject } from '../model.ts';
import { hookOf, objectOf, planOf, type PlanInput } from './plan.fixture.ts';
import { keyOf } from '../resource-key.ts';
import { withTracking } from '../tracking.ts';

function untracked(object: KubeObject, annotations: Record<string, string> = {}): KubeObject {
  return { ...object, metadata: { ...object.metadata, annotations } };
}
const a = objectOf('ConfigMap', 'a');
const b = objectOf('ConfigMap', 'b');
const web = objectOf('Deployment', 'web', { group: 'apps/v1', spec: { replicas: 3 } });
const pending = (path: string): FieldChange => ({ path, cause: 'pending' });
const many = Array.from({ length: 20 }, (_, i) => objectOf('ConfigMap', `m${i}`));
const inMany = many.map((object) => object.metadata.name);

describe('risksOf', () => {
  it.each<[string, PlanInput, [string, string][]]>([
    ['nothing risky', { desired: [a] }, []],
    [
      'prune',
      { desired: [a, b], live: [b, objectOf('ConfigMap', 'old')], inSync: ['b'] },
      [['confirm', 'prune']],
    ],
    [
      'a render of nothing',
      { desired: [], live: [a] },
      [
        ['confirm', 'empty-render'],
        ['confirm', 'mass-deletion'],
        ['confirm', 'prune'],
      ],
    ],
    [
      'a render of nothing without pruning',
      { desired: [], live: [a], options: { prune: false } },
      [
        ['confirm', 'empty-render'],
        ['notice', 'not-pruned'],
      ],
    ],
    [
      'many deletions',
      { desired: many.slice(0, 12), live: many, inSync: inMany },
      [['confirm', 'mass-deletion'], ...many.slice(12).map((): [string, string] => ['confirm', 'prune'])],
    ],
    [
      'a Namespace goes',
      { desired: [a, b], live: [b, objectOf('Namespace', 'n', { namespace: '' })], inSync: ['b'] },
      [
        ['confirm', 'namespace-deletion'],
        ['confirm', 'prune'],
      ],
    ],
    [
      'a CRD goes',
      {
        desired: [b],
        live: [
          b,
          objectOf('CustomResourceDefinition', 'c', { namespace: '', group: 'apiextensions.k8s.io/v1' }),
        ],
        inSync: ['b'],
      },
      [
        ['confirm', 'crd-deletion'],
        ['confirm', 'prune'],
      ],
    ],
    [
      'a volume goes',
      { desired: [b], live: [b, objectOf('PersistentVolumeClaim', 'p')], inSync: ['b'] },
      [
        ['confirm', 'prune'],
        ['confirm', 'volume-deletion'],
      ],
    ],
    [
      'Prune=confirm',
      {
        desired: [b],
        live: [
          b,
          objectOf('ConfigMap', 'x', { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm' } }),
        ],
        inSync: ['b'],
      },
      [
        ['confirm', 'protected'],
        ['confirm', 'prune'],
      ],
    ],
    [
      'Prune=false',
      {
        desired: [b],
        live: [b, objectOf('ConfigMap', 'x', { annotations: { 'bowline.dev/sync-options': 'Prune=false' } })],
        inSync: ['b'],
      },
      [['notice', 'protected']],
    ],
    ['replace', { desired: [a], live: [a], options: { replace: true } }, [['confirm', 'replace']]],
    ['force', { desired: [a], live: [a], options: { force: true } }, [['confirm', 'force']]],
    [
      'a field that cannot change',
      { desired: [web], live: [web], fields: { web: [pending('spec.selector.matchLabels.app')] } },
      [['confirm', 'immutable']],
    ],
    [
      'drift is taken back',
      {
        desired: [a],
        live: [a],
        fields: { a: [{ path: 'data.k', cause: 'drift', manager: 'kubectl-edit' }] },
      },
      [['confirm', 'take-back-drift']],
    ],
    [
      'a rollout',
      {
        desired: [web],
        live: [web],
        fields: { web: [pending('spec.template.spec.containers[name=web].image')] },
      },
      [['notice', 'restart']],
    ],
    [
      'a removed API',
      { desired: [objectOf('Ingress', 'i', { group: 'extensions/v1beta1' })] },
      [['notice', 'deprecated-api']],
    ],
    ['an untracked object', { desired: [a], live: [untracked(a)] }, [['confirm', 'adopt']]],
    [
      'an object of Argo CD',
      {
        desired: [a],
        live: [untracked(a, { 'argocd.argoproj.io/tracking-id': 'web:/ConfigMap:default/a' })],
      },
      [['confirm', 'adopt']],
    ],
    [
      'an untracked Namespace',
      {
        desired: [objectOf('Namespace', 'n', { namespace: '' })],
        live: [untracked(objectOf('Namespace', 'n', { namespace: '' }))],
      },
      [['notice', 'adopt']],
    ],
    [
      'an object of another Application (X48)',
      { desired: [a], live: [withTracking(a, { trackingName: 'team_other', installationId: 'here' })] },
      [['block', 'shared']],
    ],
    [
      'an object of another installation',
      { desired: [a], live: [withTracking(a, { trackingName: 'team_shop', installationId: 'there' })] },
      [['block', 'shared']],
    ],
    [
      'a hook in place of a foreign object',
      { desired: [hookOf('j', 'PreSync')], live: [untracked(objectOf('Job', 'j', { group: 'batch/v1' }))] },
      [['confirm', 'adopt']],
    ],
    [
      'a hook in place of its former run',
      { desired: [hookOf('j', 'PreSync')], live: [hookOf('j', 'PreSync')] },
      [],
    ],
    [
      'a dry run inside a Namespace that the plan creates',
      {
        desired: [a],
        options: { createNamespace: true },
        dryRunErrors: [{ key: keyOf(a), message: 'namespaces "default" not found' }],
      },
      [],
    ],
    [
      'a dry run over a former hook',
      {
        desired: [hookOf('j', 'PreSync')],
        live: [hookOf('j', 'PreSync')],
        dryRunErrors: [{ key: keyOf(hookOf('j', 'PreSync')), message: 'spec.template: field is immutable' }],
      },
      [],
    ],
    [
      'a refused dry run',
      {
        desired: [a],
        dryRunErrors: [
          { key: { group: '', kind: 'ConfigMap', namespace: 'default', name: 'a' }, message: 'denied' },
        ],
      },
      [['block', 'dry-run']],
    ],
  ])('%s', (_name, input, expected) => {
    expect(planOf(input).risks.map((risk) => [risk.severity, risk.code])).toEqual(expected);
  });

  it('ids are those of the code and the object, whatever else the plan does', () => {
    const old = objectOf('ConfigMap', 'old');
    const one = planOf({ desired: [a, b], live: [old, b], inSync: ['b'] }).risks;
    const two = planOf({ desired: [b], live: [old, b], inSync: ['b'], options: { pruneLast: true } }).risks;
    expect(one.map((risk) => risk.id)).toEqual(two.map((risk) => risk.id));
    expect(new Set(planOf({ desired: [], live: many }).risks.map((risk) => risk.id)).size).toBe(22);
  });
});
