import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyAt, callApi } from '../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../tools/control-plane/start.ts';
import { loadSample, type SampleName } from '../../../../../tools/git-server/samples.ts';
import { compare } from '../../core/diff/compare.ts';
import { fieldManager } from '../../core/diff/writers.ts';
import type { KubeObject } from '../../core/model.ts';
import { prepareDesired } from '../../core/prepare-desired.ts';
import { keyOf, parseApiVersion } from '../../core/resource-key.ts';
import { builtinResources, builtinSchema } from '../../core/schema/builtin.ts';
import { findTestTool, rendered, startWorkbench, type Workbench } from './testing/workbench.ts';

const mark = { trackingName: 'team_shop', installationId: 'i-1' };
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const argo = 'argoproj.io/v1alpha1';
const flux = 'toolkit.fluxcd.io';
const clusterKinds = [
  `Kustomization kustomize.${flux}/v1`,
  'ArtifactGenerator source.extensions.fluxcd.io/v1beta1',
];
const releaseKinds = [`HelmRelease helm.${flux}/v2`, `HelmRepository source.${flux}/v1`];

/**
 * Every Application folder of the samples with the number of objects that it renders, and the kinds of which no sample has a CRD.
 * `helm-dependency` is left out: its dependency lies in a repository of the internet.
 */
const folders: readonly [sample: SampleName, path: string, objects: number, unknown?: readonly string[]][] = [
  ['argocd-example-apps', 'guestbook', 2],
  ['argocd-example-apps', 'kustomize-guestbook', 2],
  ['argocd-example-apps', 'helm-guestbook', 2],
  ['argocd-example-apps', 'helm-hooks', 5],
  ['argocd-example-apps', 'jsonnet-guestbook', 2],
  ['argocd-example-apps', 'jsonnet-guestbook-tla', 2],
  ['argocd-example-apps', 'pre-post-sync', 4],
  ['argocd-example-apps', 'sync-waves', 7],
  ['argocd-example-apps', 'sock-shop', 29],
  ['argocd-example-apps', 'plugins/kustomized-helm', 2],
  ['argocd-example-apps', 'blue-green', 3, [`Rollout ${argo}`]],
  ['argocd-example-apps', 'apps', 14, [`Application ${argo}`]],
  ['podinfo', 'charts/podinfo', 5],
  ['podinfo', 'kustomize', 3],
  ['podinfo', 'deploy/bases/cache', 3],
  ['podinfo', 'deploy/bases/database', 12],
  ['podinfo', 'deploy/bases/frontend', 6],
  ['podinfo', 'deploy/bases/backend', 3],
  ['podinfo', 'deploy/overlays/dev', 25],
  ['podinfo', 'deploy/overlays/staging', 25],
  ['podinfo', 'deploy/overlays/production', 25],
  ['podinfo', 'deploy/secure/common', 6, ['ClusterIssuer cert-manager.io/v1']],
  ['podinfo', 'deploy/secure/frontend', 4, ['Certificate cert-manager.io/v1']],
  ['podinfo', 'deploy/secure/backend', 3],
  ['podinfo', 'deploy/webapp/common', 5],
  ['podinfo', 'deploy/webapp/frontend', 3],
  ['podinfo', 'deploy/webapp/backend', 3],
  ['flux2-kustomize-helm-example', 'apps/staging', 3, releaseKinds],
  ['flux2-kustomize-helm-example', 'apps/production', 3, releaseKinds],
  [
    'flux2-kustomize-helm-example',
    'infrastructure/controllers',
    6,
    [`HelmRelease helm.${flux}/v2`, `OCIRepository source.${flux}/v1`],
  ],
  [
    'flux2-kustomize-helm-example',
    'infrastructure/configs',
    3,
    [
      'ClusterIssuer cert-manager.io/v1',
      'Gateway gateway.networking.k8s.io/v1',
      'GatewayClass gateway.networking.k8s.io/v1',
    ],
  ],
  ['flux2-kustomize-helm-example', 'clusters/staging', 4, clusterKinds],
  ['flux2-kustomize-helm-example', 'clusters/production', 4, clusterKinds],
];

const [helm, kustomize, built] = [
  await findTestTool('helm'),
  await findTestTool('kustomize'),
  await buildControlPlane(),
];
const samples = new Map(
  folders.map(([name]) => [name, undefined] as [SampleName, { bundle: string } | undefined]),
);
for (const name of samples.keys()) samples.set(name, loadSample(name));
const isPossible = built.available && helm.ok && kustomize.ok && [...samples.values()].every(Boolean);

describe.runIf(isPossible)(
  'DIFF-1: what the API server stored of every rendered sample is in sync with it',
  () => {
    let dir: string;
    let plane: ControlPlane;
    let bench: Workbench;

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'bowline-samples-'));
      [plane, bench] = await Promise.all([startControlPlane({ dir, controllers: false }), startWorkbench()]);
      for (const [name, sample] of samples) if (sample) await bench.server.createRepository(name, sample);
    });
    afterAll(async () => {
      await bench?.stop();
      await plane?.stop();
      await rm(dir, { recursive: true, force: true });
    });

    test.each(folders)('%s %s', async (sample, path, count, unknown = []) => {
      const { manifests } = rendered(await bench.renderOf(sample, { path }));
      expect(manifests.length).toBe(count);
      const { objects } = prepareDesired({
        ...mark,
        manifests: manifests.map(withoutHook),
        destinationNamespace: 'web',
        isNamespaced: ({ group, kind }) =>
          builtinResources().find((r) => r.group === group && r.kind === kind)?.namespaced,
      });
      const isKnown = (object: KubeObject) => collectionOf(object) !== undefined;
      const strangers = objects
        .filter((object) => !isKnown(object))
        .map(({ kind, apiVersion }) => `${kind} ${apiVersion}`);
      expect([...new Set(strangers)].sort()).toEqual([...unknown].sort());

      const desired = objects
        .filter(isKnown)
        .sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
      const live: { how: string; desired: KubeObject; live: KubeObject }[] = [];
      for (const object of desired) live.push(...(await stored(object)));
      for (const pair of live)
        for (const base of [null, pair.desired]) expect(differences(pair, base), pair.how).toEqual([]);
      for (const object of desired.filter(({ kind }) => kind !== 'Namespace')) await remove(object);
    });

    /** As `kubectl apply` on the client would create it, and as Bowline applies it. */
    async function stored(
      object: KubeObject,
    ): Promise<{ how: string; desired: KubeObject; live: KubeObject }[]> {
      const at = collectionOf(object) ?? '';
      const how = `${object.kind} ${object.metadata.name}`;
      const namespace = object.metadata.namespace;
      if (namespace !== undefined)
        await callApi(plane, '/api/v1/namespaces', {
          method: 'POST',
          body: { metadata: { name: namespace } },
        });
      const written = structuredClone(object);
      written.metadata.annotations = {
        ...written.metadata.annotations,
        [lastApplied]: `${JSON.stringify(object)}\n`,
      };
      const query = 'dryRun=All&fieldManager=kubectl-client-side-apply&fieldValidation=Strict';
      const made = await callApi(plane, `${at}?${query}`, { method: 'POST', body: written });
      const applied = await applyAt(plane, `${at}/${object.metadata.name}`, object, {
        manager: fieldManager,
        force: true,
      });
      expect([200, 201], `${how}: ${String(applied.body.message)}`).toContain(applied.status);
      const out = [{ how: `${how} applied`, desired: object, live: applied.body as unknown as KubeObject }];
      // A Namespace that another sample brought is there already.
      if (made.status === 409 && object.kind === 'Namespace') return out;
      expect(made.status, `${how}: ${String(made.body.message)}`).toBe(201);
      return [...out, { how: `${how} created`, desired: object, live: made.body as unknown as KubeObject }];
    }

    async function remove(object: KubeObject): Promise<void> {
      const path = `${collectionOf(object)}/${object.metadata.name}?propagationPolicy=Background&gracePeriodSeconds=0`;
      await callApi(plane, path, { method: 'DELETE' });
    }
  },
);

function differences(pair: { desired: KubeObject; live: KubeObject }, base: KubeObject | null): string[] {
  const [resource] = compare({
    ...mark,
    desired: [pair.desired],
    live: [pair.live],
    base: base && [{ key: keyOf(base), version: 'v1', manifest: base, wave: 0, hookPhases: [] }],
    ignore: [],
    schemaOf: builtinSchema,
    hashKey: { version: 1, key: Buffer.alloc(32, 1) },
  }).resources;
  return resource?.fields.map(({ path }) => path) ?? ['not compared'];
}

/** Where the API server keeps objects of a built-in kind; undefined for any other. */
function collectionOf({ apiVersion, kind, metadata }: KubeObject): string | undefined {
  const { group, version } = parseApiVersion(apiVersion);
  const resource = builtinResources().find(
    (r) => r.group === group && r.version === version && r.kind === kind,
  );
  if (resource === undefined) return undefined;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${resource.namespaced ? `/namespaces/${metadata.namespace}` : ''}/${resource.plural}`;
}

/** Hooks are objects too, and are compared here as such: under a name, which the server would generate. */
function withoutHook(object: KubeObject): KubeObject {
  const { annotations = {}, generateName, ...metadata } = object.metadata;
  const kept = Object.entries(annotations).filter(
    ([name]) => !/^(helm\.sh|argocd\.argoproj\.io)\/hook/.test(name),
  );
  const name = metadata.name || `${generateName ?? ''}1`;
  return { ...object, metadata: { ...metadata, name, annotations: Object.fromEntries(kept) } };
}
