import { expect, test } from 'vitest';
import type { IgnoreRule, KubeObject } from '../model.ts';
import { updateFilter } from './resource-update.ts';

const before: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'prod', resourceVersion: '1', generation: 1, labels: { a: '1' } },
  spec: { replicas: 1 },
  status: { readyReplicas: 1 },
};
const meta = (more: object): KubeObject => ({ ...before, metadata: { ...before.metadata, ...more } });
const pointers = (...jsonPointers: string[]): IgnoreRule[] => [
  { group: 'apps', kind: 'Deployment', jsonPointers },
];

test.each<[string, KubeObject, IgnoreRule[], boolean]>([
  ['resourceVersion alone', meta({ resourceVersion: '2' }), [], false],
  ['generation alone', meta({ resourceVersion: '2', generation: 2 }), [], false],
  ['managedFields alone', meta({ managedFields: [{ manager: 'x', operation: 'Update' }] }), [], false],
  ['a label', meta({ labels: { a: '2' } }), [], true],
  ['its deletion', meta({ deletionTimestamp: '2026-01-01T00:00:00Z' }), [], true],
  ['status', { ...before, status: { readyReplicas: 0 } }, [], true],
  ['status, which is ignored', { ...before, status: { readyReplicas: 0 } }, pointers('/status'), false],
  [
    'status and spec, of which one is ignored',
    { ...before, spec: { replicas: 2 }, status: {} },
    pointers('/status'),
    true,
  ],
  ['a part below an ignored one', { ...before, spec: { replicas: 2 } }, pointers('/spec'), false],
  [
    'status, ignored for another kind',
    { ...before, status: {} },
    [{ group: '', kind: 'Pod', jsonPointers: ['/status'] }],
    true,
  ],
  [
    'status, ignored by jq',
    { ...before, status: {} },
    [{ group: '*', kind: '*', jqPathExpressions: ['.status'] }],
    false,
  ],
  [
    'status under a rule by manager',
    { ...before, status: {} },
    [{ group: '*', kind: '*', managedFieldsManagers: ['x'] }],
    true,
  ],
])('DIFF-8: an update of %s', (_, after, rules, matters) => {
  const copies = [structuredClone(before), structuredClone(after)];
  expect(updateFilter(rules)(before, after)).toBe(matters);
  expect([before, after]).toEqual(copies);
});

test('DIFF-8: what is too deep to be compared matters', () => {
  const deep = (leaf: unknown): KubeObject => {
    let value: unknown = leaf;
    for (let i = 0; i < 20_000; i++) value = { a: value };
    return { ...before, spec: value };
  };
  expect(updateFilter([])(deep(1), deep(2))).toBe(true);
});
