// The pure core by itself, and that an unchanged render costs nothing.
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createGit } from '@bowline/sync-engine/adapters/git/git';
import { createRender } from '@bowline/sync-engine/adapters/render/render';
import { systemClock } from '@bowline/sync-engine/adapters/time/system-clock';
import { compare } from '@bowline/sync-engine/core/diff/compare';
import { ComparisonCache } from '@bowline/sync-engine/core/diff/comparison-cache';
import { desiredDigest } from '@bowline/sync-engine/core/diff/digest';
import { healthOf } from '@bowline/sync-engine/core/health/health';
import { buildPlan } from '@bowline/sync-engine/core/plan/build-plan';
import { parseSyncOptions } from '@bowline/sync-engine/core/sync-options';
import { startGitServer } from '../tools/git-server/start-git-server.ts';
import { deployments, hashKey, tracking } from './support/deployments.ts';
import { machine, report, timed } from './support/figures.ts';

const small = await compareUnchanged(10_000, 1);
const large = await compareUnchanged(10_000, 5);
const health = await judge(100_000);
const plan = await planChanges(5000);
const renders = await renderAgain(200);
report(
  'Engine',
  [
    { what: 'compare 10,000 Deployments for the first time', value: small.firstMs, unit: 'ms' },
    { what: 'the same of 5 containers each', value: large.firstMs, unit: 'ms' },
    { what: 'compare them again, unchanged', value: small.againMs, unit: 'ms' },
    { what: 'the same of 5 containers each', value: large.againMs, unit: 'ms' },
    {
      what: 'comparisons made again',
      value: small.made + large.made,
      unit: '',
      limit: { kind: 'exactly', value: 0 },
    },
    {
      what: 'health of 100,000 objects',
      value: health,
      unit: 'ms',
      limit: { kind: 'at most', value: 2000 },
    },
    { what: 'compare 5,000 changed Deployments', value: plan.compareMs, unit: 'ms' },
    {
      what: 'Plan of 5,000 resources from that comparison, the first of the process',
      value: plan.firstMs,
      unit: 'ms',
    },
    {
      what: 'the same, as a server that has run for a while builds it: median of nine',
      value: plan.planMs,
      unit: 'ms',
      limit: { kind: 'at most', value: 200 },
    },
    { what: '200 unchanged renders', value: renders.ms, unit: 'ms' },
    {
      what: 'processes they start',
      value: renders.processes,
      unit: '',
      limit: { kind: 'exactly', value: 0 },
    },
  ],
  [machine()],
);

async function compareUnchanged(count: number, containers: number) {
  const { desired, live, base } = deployments(count, 'web:1', containers);
  const input = { desired, live, base, ignore: [], schemaOf: () => undefined, ...tracking, hashKey };
  compare({ ...input, desired: desired.slice(0, 200) });
  const cache = new ComparisonCache();
  const first = await timed(() => compare({ ...input, cache }));
  const before = cache.comparisons;
  const again = await timed(() => compare({ ...input, cache }));
  if (again.value.status !== 'Synced') throw new Error('The objects of this benchmark should be in sync.');
  return { firstMs: first.ms, againMs: again.ms, made: cache.comparisons - before };
}

async function judge(count: number): Promise<number> {
  const { live } = deployments(1000, 'web:1');
  const { ms } = await timed(() => {
    let healthy = 0;
    for (let i = 0; i < count; i++) {
      const object = live[i % live.length];
      if (object && healthOf(object)?.status === 'Healthy') healthy++;
    }
    if (healthy !== count) throw new Error(`${count - healthy} objects are not Healthy.`);
  });
  return ms;
}

async function planChanges(count: number): Promise<{ compareMs: number; firstMs: number; planMs: number }> {
  const { live, base } = deployments(count, 'web:1');
  const { desired } = deployments(count, 'web:2');
  const options = parseSyncOptions(undefined);
  const input = { desired, live, base, ignore: [], schemaOf: () => undefined, ...tracking, hashKey };
  // As a look at an Application has it, before it compares.
  const digest = desiredDigest(desired, hashKey);
  const compared = await timed(() => compare(input));
  const build = () =>
    buildPlan({
      kind: 'sync',
      application: { project: 'default', name: 'bench', uid: 'u', generation: 1 },
      destination: { cluster: 'here', namespace: 'bench' },
      revisions: [],
      comparison: compared.value,
      desired,
      live,
      base,
      options,
      hashKey,
      desiredDigest: digest,
    });
  const first = await timed(build);
  const applies = first.value.steps.filter((step) => step.action === 'apply').length;
  if (applies !== count) throw new Error(`The Plan has ${applies} applies.`);
  const times: number[] = [];
  for (let i = 0; i < 9; i++) times.push((await timed(build)).ms);
  const planMs = times.sort((a, b) => a - b)[4] ?? Number.NaN;
  return { compareMs: compared.ms, firstMs: first.ms, planMs };
}

/** Nine plain folders and one of Kustomize in ten: the second kind starts a process when it has to render. */
async function renderAgain(count: number): Promise<{ ms: number; processes: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-bench-'));
  const server = await startGitServer();
  try {
    const files: Record<string, string> = {};
    for (let i = 0; i < count; i++) {
      files[`a${i}/settings.yaml`] = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a${i}}\n`;
      if (i % 10 === 0) files[`a${i}/kustomization.yaml`] = 'resources: [settings.yaml]\n';
    }
    const { url } = await server.createRepository('mono', { files });
    const egress = createEgress({ allow: [new URL(url).host] });
    const git = createGit({ dataDir: dir, clock: systemClock, egress });
    const render = createRender({ git, dataDir: dir, cacheDir: dir, toolPaths: {}, clock: systemClock });
    const repository = {
      id: 'mono',
      url,
      credential: { kind: 'none' as const },
      insecureSkipTlsVerify: false,
    };
    const resolve = async (): Promise<string> => {
      const resolved = await git.resolve(repository, 'main');
      if (!resolved.ok) throw new Error(resolved.message);
      return resolved.value.revision;
    };
    const renderAt = async (revision: string, i: number): Promise<void> => {
      const result = await render.render({
        application: { project: 'default', name: `a${i}` },
        destinationNamespace: 'bench',
        sources: [{ source: { repoURL: url, path: `a${i}` }, repository, revision }],
        kubeVersion: 'v1.36.0',
        apiVersions: [],
        outputBytesMax: 1_000_000,
        mode: 'normal',
      });
      if (result.kind === 'failed') throw new Error(result.message);
    };
    const renderAll = (revision: string) =>
      Promise.all(Array.from({ length: count }, (_, i) => renderAt(revision, i)));
    await renderAll(await resolve());
    // A commit beside them: every input is looked up anew at another revision, and found to be the same.
    await server.commit('mono', { files: { 'README.md': 'nothing to do with anybody' }, message: 'beside' });
    const revision = await resolve();
    let processes = 0;
    subscribe('child_process', () => {
      processes += 1;
    });
    const { ms } = await timed(() => renderAll(revision));
    return { ms, processes };
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
