import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyAt, callApi } from '../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../tools/control-plane/start.ts';
import { loadSample, type SampleName } from '../../../../../tools/git-server/samples.ts';
import type { KubeObject, ReleaseItem, ResourceComparison } from '../model.ts';
import { prepareDesired } from '../prepare-desired.ts';
import { gvkOf, keyOf, parseApiVersion } from '../resource-key.ts';
import { builtinResources } from '../schema/builtin.ts';
import { applyDefaults } from '../schema/defaults.ts';
import { kindCases } from '../schema/testdata/kinds.ts';
import type { JsonObject } from '../schema/types.ts';
import { compare } from './compare.ts';
import { fieldManager } from './writers.ts';

const mark = { trackingName: 'team_shop', installationId: 'i-1' };
const common = {
  ...mark,
  ignore: [],
  schemaOf: () => undefined,
  hashKey: { version: 1, key: Buffer.alloc(32, 1) },
};

function compareOne(
  desired: KubeObject,
  live: KubeObject,
  base: KubeObject | null,
): ResourceComparison | undefined {
  const items: ReleaseItem[] | null =
    base === null ? null : [{ key: keyOf(base), version: 'v1', manifest: base, wave: 0, hookPhases: [] }];
  return compare({ ...common, desired: [desired], live: [live], base: items }).resources[0];
}

/** Every plain manifest of a sample; charts' templates are not YAML and are left out. */
function manifestsOf(name: SampleName): KubeObject[] {
  const sample = loadSample(name);
  if (sample === undefined) return [];
  const dir = mkdtempSync(join(tmpdir(), 'bowline-sample-'));
  execFileSync('git', ['clone', '--quiet', sample.bundle, dir], { stdio: 'ignore' });
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((f) => /\.ya?ml$/.test(f));
  const objects = files.sort().flatMap((file) => {
    try {
      return loadAll(readFileSync(join(dir, file), 'utf8'));
    } catch {
      return [];
    }
  });
  rmSync(dir, { recursive: true });
  return objects.filter((value): value is KubeObject => {
    const object = value as KubeObject | null;
    return typeof object?.apiVersion === 'string' && typeof object.metadata?.name === 'string';
  });
}

const samples = (['argocd-example-apps', 'podinfo', 'flux2-kustomize-helm-example'] as const).flatMap(
  manifestsOf,
);
const resources = builtinResources();
const resourceOf = (object: KubeObject) => {
  const { group, version } = parseApiVersion(object.apiVersion);
  return resources.find((r) => r.group === group && r.version === version && r.kind === object.kind);
};
const prepared = prepareDesired({
  ...mark,
  manifests: samples,
  destinationNamespace: 'default',
  isNamespaced: ({ group, kind }) => resources.find((r) => r.group === group && r.kind === kind)?.namespaced,
}).objects;
const titled = (objects: KubeObject[]) =>
  objects.map(
    (object, i) => [`${i} ${object.apiVersion} ${object.kind} ${object.metadata.name}`, object] as const,
  );

describe.skipIf(samples.length === 0)('samples paired with themselves under defaults are in sync', () => {
  test.each(titled(prepared))('%s', (_, object) => {
    const live = applyDefaults(gvkOf(object), object as unknown as JsonObject) as unknown as KubeObject;
    for (const base of [null, object]) expect(compareOne(object, live, base)?.fields).toEqual([]);
  });
});

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

describe.skipIf(!built.available)(
  'what the API server stored of an applied manifest is in sync with it',
  () => {
    let dir: string;
    let plane: ControlPlane;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'bowline-compare-'));
      plane = await startControlPlane({ dir, controllers: false });
    });
    afterAll(async () => {
      await plane?.stop();
      if (existsSync(dir)) await rm(dir, { recursive: true, force: true });
    });

    /** What was stored; undefined when the server refuses the manifest (parts of overlays that are nothing by themselves). */
    async function applied(path: string, object: KubeObject): Promise<KubeObject | undefined> {
      const namespace = object.metadata.namespace;
      if (namespace !== undefined && namespace !== 'default') {
        const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
        await callApi(plane, '/api/v1/namespaces', { method: 'POST', body });
      }
      const answer = await applyAt(plane, `${path}/${object.metadata.name}`, object, {
        manager: fieldManager,
        force: true,
      });
      if (answer.status === 422) return undefined;
      expect([200, 201], JSON.stringify(answer.body.message)).toContain(answer.status);
      return answer.body as unknown as KubeObject;
    }

    test.each(kindCases.map((c) => [c.title, c] as const))('%s', async (_, { path, object, title }) => {
      const desired = structuredClone(object) as unknown as KubeObject;
      desired.metadata.name = `case-${kindCases.findIndex((c) => c.title === title)}`;
      // Names of these say what they are.
      if (/^(CustomResourceDefinition|APIService)/.test(title))
        desired.metadata.name = (object.metadata as JsonObject).name as string;
      const live = (await applied(path, desired)) as KubeObject;
      expect(live).toBeDefined();
      for (const base of [null, desired]) expect(compareOne(desired, live, base)?.fields).toEqual([]);
    });

    const native = prepared.filter((object) => resourceOf(object) !== undefined);
    test.each(titled(native))('sample %s', async (_, object) => {
      const resource = resourceOf(object);
      const { group, version } = parseApiVersion(object.apiVersion);
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      const scope = resource?.namespaced ? `/namespaces/${object.metadata.namespace}` : '';
      const live = await applied(`${root}${scope}/${resource?.plural}`, object);
      if (live === undefined) return;
      for (const base of [null, object]) expect(compareOne(object, live, base)?.fields).toEqual([]);
    });
  },
);
