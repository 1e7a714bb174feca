import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { maskObject } from '../secrets.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { withTracking } from '../tracking.ts';
import { compare } from './compare.ts';

const mark = { trackingName: 'team_shop', installationId: 'i-1' };
const hashKey = { version: 1, key: Buffer.alloc(32, 1) };

function compareOne(desired: KubeObject, live: KubeObject) {
  const [wanted, seen] = [desired, live].map((object) => withTracking(object, mark));
  if (wanted === undefined || seen === undefined) throw new Error('two objects');
  const comparison = compare({
    ...mark,
    desired: [wanted],
    live: [seen],
    base: null,
    ignore: [],
    schemaOf: builtinSchema,
    hashKey,
  });
  const [resource] = comparison.resources;
  if (resource === undefined) throw new Error('one resource');
  return { ...resource, status: comparison.status };
}

const object = (apiVersion: string, kind: string, rest: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  ...rest,
});

test.each([
  ['a built-in kind', 'apps/v1', 'Deployment'],
  ['a custom kind', 'example.com/v1', 'Widget'],
  ['a CRD', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
])('DIFF-3: status of %s is ignored, written in git or not', (_, apiVersion, kind) => {
  const spec = { spec: { replicas: 1 } };
  const inGit = object(apiVersion, kind, { ...spec, status: { phase: 'Down', replicas: 0 } });
  const live = object(apiVersion, kind, { ...spec, status: { phase: 'Up', conditions: [] } });
  for (const desired of [inGit, object(apiVersion, kind, spec)])
    expect(compareOne(desired, live)).toMatchObject({ status: 'Synced', verdict: 'in-sync', fields: [] });
  // Only the top level is the status of the object.
  const nested = (value: string) => object('example.com/v1', 'Widget', { spec: { status: value } });
  expect(compareOne(nested('a'), nested('b')).fields.map((field) => field.path)).toEqual(['spec.status']);
});

const pod = (cpu: unknown, sizeLimit: unknown = '1Gi') => ({
  containers: [{ name: 'a', image: 'a:1', resources: { limits: { cpu }, requests: { memory: '64Mi' } } }],
  volumes: [{ name: 'v', emptyDir: { sizeLimit } }],
});

test.each([
  ['a Rollout', 'argoproj.io/v1alpha1', 'Rollout', (spec: object) => ({ template: { spec } })],
  [
    'any kind that embeds a Pod',
    'example.com/v1',
    'Widget',
    (spec: object) => ({ a: [{ podTemplate: spec }] }),
  ],
  ['a Deployment', 'apps/v1', 'Deployment', (spec: object) => ({ selector: {}, template: { spec } })],
])(
  'DIFF-4: quantities of the Pod template of %s are equal however they are written',
  (_, apiVersion, kind, wrap) => {
    const of = (spec: object) => object(apiVersion, kind, { spec: wrap(spec) });
    const same = compareOne(of(pod('1000m', '1024Mi')), of(pod(1)));
    expect(same).toMatchObject({ verdict: 'in-sync', fields: [] });
    expect(
      same.hidden.filter((field) => /cpu|sizeLimit/.test(field.path)).map((field) => field.hiddenBy),
    ).toEqual(['the same value, written differently', 'the same value, written differently']);
    const other = compareOne(of(pod('1001m')), of(pod('1')));
    expect(other.verdict).toBe('modified');
    expect(other.fields.map((field) => field.path)).toEqual([
      expect.stringMatching(/resources\.limits\.cpu$/),
    ]);
  },
);

test('DIFF-4: elsewhere in a custom kind two texts are two texts', () => {
  const of = (cpu: string) => object('example.com/v1', 'Widget', { spec: { cpu } });
  expect(compareOne(of('1000m'), of('1')).verdict).toBe('modified');
});

test('DIFF-6, B22: values of a Secret are shown as hashes, equal ones as equal', () => {
  const secret = (data: object) => object('v1', 'Secret', data);
  const text = (value: string) => Buffer.from(value).toString('base64');
  const found = compareOne(
    secret({ data: { a: text('one'), b: text('two') }, stringData: { c: 'one' } }),
    secret({ data: { a: text('one'), b: text('2'), c: text('one') } }),
  );
  expect(found.fields.map((field) => field.path)).toEqual(['data.b']);
  const masked = maskObject(
    secret({ data: { a: text('one') }, stringData: { c: 'one', d: 'two' } }),
    hashKey,
  );
  const data = masked.data as Record<string, string>;
  expect(data['a']).toBe(data['c']);
  expect(data['a']).not.toBe(data['d']);
  const shown = JSON.stringify([found, masked]);
  for (const value of ['one', 'two', text('one'), text('two'), text('2')])
    expect(shown).not.toContain(`"${value}"`);
  expect(shown).not.toContain('stringData');
});
