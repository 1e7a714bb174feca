import { expect, test } from 'vitest';
import type { IgnoreRule, KubeObject, ManagedFieldsEntry } from '../model.ts';
import { serverSideApply } from '../schema/apply.ts';
import { builtinSchema } from '../schema/builtin.ts';
import type { JsonObject, Schema } from '../schema/types.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { respectIgnoreDifferences } from './respect-ignore-differences.ts';

const mark = {
  'bowline.dev/tracking-id': 'p_a:apps/Deployment:prod/web',
  'bowline.dev/installation-id': 'i',
};

function deployment(replicas: number, containers: JsonObject[], metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'prod', annotations: { ...mark }, ...metadata },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
    },
  };
}

function respected(
  desired: KubeObject,
  live: KubeObject | undefined,
  rule: Partial<IgnoreRule>,
  mode: 'apply' | 'replace' = 'apply',
) {
  const rules = new IgnoreRules([{ group: '*', kind: '*', ...rule }]);
  return respectIgnoreDifferences({ desired, live, rules, schemaOf: () => undefined, mode });
}

const owns = (manager: string, operation: 'Apply' | 'Update', fieldsV1: JsonObject): ManagedFieldsEntry[] => [
  { manager, operation, apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: fieldsV1 as never },
];
const replicasOf = (manager: string, operation: 'Apply' | 'Update') =>
  owns(manager, operation, { 'f:spec': { 'f:replicas': {} } });
const web = { name: 'web', image: 'nginx:1' };
const side = { name: 'side', image: 'side:1' };
const spec = (object: KubeObject) =>
  object.spec as { replicas?: number; template: { spec: { containers: JsonObject[] } } };

test('DIFF-2 a field that its writer owns is left out, so that it stays as the writer has it', () => {
  const live = deployment(7, [web], { managedFields: replicasOf('kube-controller-manager', 'Update') });
  const { object, fields } = respected(deployment(2, [web]), live, { jsonPointers: ['/spec/replicas'] });
  expect(spec(object).replicas).toBeUndefined();
  expect(fields).toEqual([
    { path: 'spec.replicas', rule: 'ignoreDifferences: /spec/replicas', how: 'left-out' },
  ]);
});

test('DIFF-2 a field that only we own takes its live value: without it, applying would reset it', () => {
  const live = deployment(7, [web], { managedFields: replicasOf('bowline', 'Apply') });
  const { object, fields } = respected(deployment(2, [web]), live, {
    jqPathExpressions: ['.spec.replicas'],
  });
  expect(spec(object).replicas).toBe(7);
  expect(fields).toMatchObject([{ path: 'spec.replicas', how: 'from-live' }]);
});

test('DIFF-2 an apply of the result leaves the ignored fields of the live object alone, whoever owns them', () => {
  const schema = builtinSchema({ group: 'apps', version: 'v1', kind: 'Deployment' }) as Schema;
  const apply = (live: KubeObject | undefined, applied: KubeObject, manager: string): KubeObject => {
    const result = serverSideApply({
      schema,
      live: live as unknown as JsonObject | undefined,
      applied: applied as unknown as JsonObject,
      manager,
      force: true,
      now: new Date('2026-01-01T00:00:00Z'),
    });
    if (!result.ok) throw new Error('forced');
    return result.object as unknown as KubeObject;
  };
  const first = apply(undefined, deployment(1, [web, side]), 'bowline');
  const scaled = apply(first, { ...deployment(9, []), spec: { replicas: 9 } }, 'scaler');
  const desired = deployment(2, [{ ...web, image: 'nginx:2' }]);
  const rule = {
    jqPathExpressions: ['.spec.replicas', '.spec.template.spec.containers[] | select(.name == "side")'],
  };
  for (const live of [first, scaled]) {
    const after = spec(apply(live, respected(desired, live, rule).object, 'bowline'));
    expect(after.replicas).toBe(spec(live).replicas);
    expect(after.template.spec.containers).toEqual([{ ...web, image: 'nginx:2' }, side]);
  }
});

test('DIFF-2 what an atomic list would lose by being written is kept in it', () => {
  const tolerations = (list: JsonObject[]) => {
    const object = deployment(1, [web]);
    (spec(object).template.spec as JsonObject).tolerations = list;
    return object;
  };
  const [ours, theirs] = [
    { key: 'ours', operator: 'Exists' },
    { key: 'theirs', operator: 'Exists' },
  ];
  const { object } = respected(tolerations([ours]), tolerations([theirs, ours]), {
    jqPathExpressions: ['.spec.template.spec.tolerations[] | select(.key == "theirs")'],
  });
  expect((spec(object).template.spec as JsonObject).tolerations).toEqual([theirs, ours]);
});

test('DIFF-2 fields of a manager are left out, parts of list items included', () => {
  const set = {
    'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } },
  };
  const live = deployment(1, [{ ...web, image: 'nginx:9' }], {
    managedFields: owns('image-updater', 'Update', set),
  });
  const { object, fields } = respected(deployment(2, [web]), live, {
    managedFieldsManagers: ['image-updater'],
  });
  expect(spec(object)).toMatchObject({ replicas: 2, template: { spec: { containers: [{ name: 'web' }] } } });
  expect(spec(object).template.spec.containers[0]).not.toHaveProperty('image');
  expect(fields.map(({ path }) => path)).toEqual(['spec.template.spec.containers[name=web].image']);
});

test('DIFF-2 a replace carries the live value, for it writes the whole object', () => {
  const live = deployment(7, [web, side], { labels: { theirs: '1' } });
  const rule = {
    jsonPointers: ['/spec/replicas', '/metadata/labels'],
    jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "side")'],
  };
  const { object } = respected(deployment(2, [web], { labels: { ours: '1' } }), live, rule, 'replace');
  expect(spec(object)).toEqual(spec(live));
  expect(object.metadata.labels).toEqual({ theirs: '1' });
});

test('DIFF-2 neither identity nor tracking can be ignored away, and inputs stay as they are', () => {
  const live = deployment(7, [web], { annotations: { theirs: '1' }, name: 'web' });
  const desired = deployment(2, [web]);
  const before = structuredClone({ live, desired });
  for (const mode of ['apply', 'replace'] as const) {
    const { object } = respected(
      desired,
      live,
      { jsonPointers: ['/metadata', '/kind', '/metadata/annotations', ''] },
      mode,
    );
    expect(object).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'prod' },
    });
    expect(object.metadata.annotations).toMatchObject(mark);
  }
  expect({ live, desired }).toEqual(before);
});

test('DIFF-2 an object to be created, and one that no rule names, stay as they are written', () => {
  const desired = deployment(2, [web]);
  expect(respected(desired, undefined, { jsonPointers: ['/spec/replicas'] }).object).toBe(desired);
  expect(respected(desired, deployment(3, [web]), { kind: 'Service', jsonPointers: ['/spec'] }).object).toBe(
    desired,
  );
});
