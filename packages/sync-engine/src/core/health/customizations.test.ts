import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { findCustomization, readCustomizations } from './customizations.ts';

const read = (text: string) =>
  readCustomizations(load(text) as Record<string, unknown>, (yaml) => load(yaml));

function judge(text: string, status: object | undefined, spec: object = {}) {
  const { customizations, problems } = read(text);
  expect(problems).toEqual([]);
  const check = findCustomization(customizations, 'example.com', 'Widget')?.check;
  if (check === undefined || !('judge' in check)) throw new Error('No rules for the kind.');
  const object: KubeObject = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'a', generation: 2 },
    spec,
    ...(status === undefined ? {} : { status }),
  };
  return check.judge(object);
}

const rules = `
health:
  - group: example.com
    kinds: [Widget]
    rules:
      - { suspended: spec.pause }
      - { noStatus: Progressing }
      - { lag: true }
      - { conditions: ['Ready=False/Fatal|Broken Degraded', 'Ready=True Healthy'] }
      - { when: ['Stalled=True Degraded'] }
      - { value: status.phase, is: { Suspended: Paused, Degraded: [Failed, Lost] }, other: Progressing, message: status.words }
      - { otherwise: Unknown, message: Nobody knows. }
`;

test.each([
  [{ conditions: [{ type: 'Ready', status: 'True' }] }, {}, 'Healthy'],
  [{ conditions: [{ type: 'Ready', status: 'True' }] }, { pause: true }, 'Suspended'],
  [{ observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] }, {}, 'Progressing'],
  [{ conditions: [{ type: 'Ready', status: 'False', reason: 'Broken' }] }, {}, 'Degraded'],
  [{ conditions: [{ type: 'Ready', status: 'False', reason: 'Wait' }] }, {}, 'Unknown'],
  [{ conditions: [{ type: 'Stalled', status: 'True' }] }, {}, 'Degraded'],
  [{ phase: 'Lost' }, {}, 'Degraded'],
  [{ phase: 'Paused' }, {}, 'Suspended'],
  [{ phase: 'Else' }, {}, 'Progressing'],
  [undefined, {}, 'Progressing'],
])('HLTH-2: rules of one’s own judge %j with %j as %s', (status, spec, expected) => {
  expect(judge(rules, status, spec).status).toBe(expected);
});

test('a rule of values says the words of the object', () => {
  expect(judge(rules, { phase: 'Failed', words: 'no disk' })).toEqual({
    status: 'Degraded',
    message: 'no disk',
  });
  expect(judge(rules, {})).toEqual({ status: 'Unknown', message: 'Nobody knows.' });
});

test('HLTH-2: a ConfigMap of Argo CD is read, its other keys are passed over', () => {
  const { customizations, problems } = read(`
apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-cm }
data:
  url: https://argocd.example.com
  resource.customizations.ignoreDifferences.all: 'x'
  resource.customizations.actions.apps_Deployment: 'x'
  resource.customizations.health.cert-manager.io_Certificate: return {}
  resource.customizations.useOpenLibs.cert-manager.io_Certificate: "true"
  resource.customizations.health.Pod: return {}
  resource.customizations: |
    networking.k8s.io/Ingress:
      health.lua: |
        return {}
      health.lua.useOpenLibs: true
    apps/Deployment:
      ignoreDifferences: x
`);
  expect(problems).toEqual([]);
  expect(
    customizations.map(({ id, group, kind, check }) => [
      id,
      group,
      kind,
      'lua' in check && check.lua.useOpenLibs,
    ]),
  ).toEqual([
    ['cert-manager.io/Certificate', 'cert-manager.io', 'Certificate', true],
    ['networking.k8s.io/Ingress', 'networking.k8s.io', 'Ingress', true],
    ['Pod', '', 'Pod', false],
  ]);
});

test.each([
  ['{}', '', 'no customisation of health'],
  ['resource.customizations: "a: ["', 'resource.customizations', 'not valid YAML'],
  ['resource.customizations: "- a"', 'resource.customizations', 'a map of kinds'],
  ['resource.customizations: { a/B: { health.lua: 5 } }', 'resource.customizations, a/B', 'not text'],
  ['resource.customizations.health.a_b_c: x', 'resource.customizations.health.a_b_c', 'neither'],
  ['resource.customizations.health.a_B: ""', 'resource.customizations.health.a_B', 'no script'],
  ['health: 5', 'health', 'a list is expected'],
  ['health: [5]', 'health[0]', 'a map with'],
  ['health: [{ kinds: [A], rules: [{ otherwise: Healthy }], kind: A }]', 'health[0]', 'kind is not known'],
  ['health: [{ group: a, rules: [] }]', 'health[0]', 'kinds is not'],
  ['health: [{ kinds: [A] }]', 'health[0]', 'either rules or lua'],
  ['health: [{ kinds: [A], lua: "" }]', 'health[0]', 'no script'],
  ['health: [{ kinds: [A], rules: [] }]', 'health[0].rules', 'a list of rules'],
  ['health: [{ kinds: [A], rules: [{ nothing: 1 }] }]', 'health[0].rules[0]', 'one of conditions'],
  [
    'health: [{ kinds: [A], rules: [{ lag: true }, { otherwise: Great }] }]',
    'health[0].rules[1]',
    '"Great" is none',
  ],
  [
    'health: [{ kinds: [A], rules: [{ conditions: ["Ready Healthy"] }] }]',
    'health[0].rules[0]',
    'not of the form',
  ],
  [
    'health: [{ kinds: [A], rules: [{ lag: true, is: 1 }] }]',
    'health[0].rules[0]',
    'is does not belong to lag',
  ],
  ['health: [{ kinds: [A], rules: [{ value: status.x }] }]', 'health[0].rules[0]', 'value takes is'],
])('%s is refused where it is wrong', (text, where, message) => {
  const { problems } = read(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.where).toBe(where);
  expect(problems[0]?.message).toContain(message);
});
