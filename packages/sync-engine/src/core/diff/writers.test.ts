import { describe, expect, test } from 'vitest';
import type { KubeObject, ManagedFieldsEntry } from '../model.ts';
import { parsePath } from '../schema/path.ts';
import { describeWriter, FieldOwners } from './writers.ts';

function owners(...entries: Partial<ManagedFieldsEntry>[]): FieldOwners {
  const managedFields = entries.map((entry) => ({
    apiVersion: 'v1',
    operation: 'Update',
    fieldsType: 'FieldsV1',
    ...entry,
  }));
  return new FieldOwners({
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: 'a', managedFields },
  } as KubeObject);
}
const image = { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } } } };
const path = parsePath('spec.containers[name=web].image');

describe('B7 who wrote a field', () => {
  test('the latest writer other than our own apply', () => {
    const found = owners(
      { manager: 'bowline', operation: 'Apply', time: '2026-03-01T00:00:00Z', fieldsV1: image },
      { manager: 'old', time: '2026-01-01T00:00:00Z', fieldsV1: image },
      { manager: 'new', time: '2026-02-01T00:00:00Z', subresource: 'scale', fieldsV1: image },
    );
    expect(found.writerOf(path)).toEqual({
      manager: 'new',
      operation: 'Update scale',
      time: '2026-02-01T00:00:00Z',
    });
    expect(found.writerOf(parsePath('spec.other'))).toBeUndefined();
  });

  test('the owner of a whole atomic value owns what is in it', () => {
    const found = owners({ manager: 'a', fieldsV1: { 'f:spec': { 'f:selector': {} } } });
    expect(found.writerOf(parsePath('spec.selector.matchLabels.x'))?.manager).toBe('a');
  });

  test('status writers write no desired field; entries that cannot be read name nobody', () => {
    expect(owners({ manager: 'a', subresource: 'status', fieldsV1: image }).writerOf(path)).toBeUndefined();
    expect(owners({ manager: 'a', fieldsV1: { 'k:{': {} } }).writerOf(path)).toBeUndefined();
    const odd = { apiVersion: 'v1', kind: 'X', metadata: { name: 'a', managedFields: [null, 'x', {}] } };
    expect(new FieldOwners(odd as unknown as KubeObject).writerOf(path)).toBeUndefined();
  });

  test('what applying without a field removes', () => {
    const item = parsePath('spec.containers[name=web]');
    const ours = { manager: 'bowline', operation: 'Apply', fieldsV1: image } as const;
    expect(owners().removes(path)).toBe('all');
    expect(owners(ours).removes(path)).toBe('all');
    expect(owners(ours).removes(parsePath('spec.replicas'))).toBe('none');
    expect(owners(ours, { manager: 'b', fieldsV1: image }).removes(path)).toBe('none');
    const part = { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:env': {} } } } };
    expect(owners(ours, { manager: 'b', fieldsV1: part }).removes(item)).toBe('some');
  });
});

test.each([
  ['kube-controller-manager', 'Update scale', 'the HorizontalPodAutoscaler (kube-controller-manager)'],
  ['kube-controller-manager', 'Update', 'the Kubernetes controller manager (kube-controller-manager)'],
  ['kubectl-edit', 'Update', 'a person with kubectl edit (kubectl-edit)'],
  ['kubectl', 'Update scale', 'a person with kubectl scale (kubectl)'],
  ['kubectl-client-side-apply', 'Update', 'kubectl apply (kubectl-client-side-apply)'],
  ['cert-manager-cainjector', 'Update', "cert-manager's CA injector (cert-manager-cainjector)"],
  ['bowline', 'Update', 'an action in Bowline (bowline)'],
  ['bowline-action', 'Update', 'an action in Bowline (bowline-action)'],
  ['my-operator', 'Update', 'field manager my-operator'],
])('%s %s is %s', (manager, operation, text) => {
  expect(describeWriter({ manager, operation })).toBe(text);
});
