import { describe, expect, it } from 'vitest';
import { ownersOf } from './owners.ts';
import { parsePath } from './path.ts';

const entry = (manager: string, time: string, fieldsV1: object): object => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  time,
  fieldsType: 'FieldsV1',
  fieldsV1,
});

const container = (fields: object): object => ({
  'f:spec': { 'f:containers': { 'k:{"name":"web"}': fields } },
});

const object = {
  metadata: {
    managedFields: [
      entry('bowline', '2026-01-01T00:00:00Z', container({ '.': {}, 'f:image': {}, 'f:args': {} })),
      entry('kubectl-edit', '2026-01-02T00:00:00Z', container({ 'f:image': {} })),
      entry('scaler', '2026-01-03T00:00:00Z', { 'f:spec': { 'f:replicas': {} } }),
    ],
  },
};

describe('owners of a field', () => {
  it.each([
    ['spec.replicas', ['scaler']],
    ['spec.containers[name=web].image', ['kubectl-edit', 'bowline']],
    ['spec.containers[name=web].args[0]', ['bowline']],
    ['spec.containers[name=web]', ['bowline']],
    ['spec.containers', ['kubectl-edit', 'bowline']],
    ['spec.containers[name=web].env', []],
    ['metadata.labels.a', []],
  ])('%s belongs to %j', (path, managers) => {
    expect(ownersOf(object, parsePath(path)).map(({ manager }) => manager)).toEqual(managers);
  });

  it('is nobody where there is no record', () => {
    expect(ownersOf({}, parsePath('spec'))).toEqual([]);
  });
});
