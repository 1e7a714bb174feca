import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '../../../../../tools/git-server/samples.ts';
import type { KubeObject } from '../../core/model.ts';
import { spawnTool } from '../spawn.ts';
import { toManifests } from './manifests.ts';
import { readDocuments } from './read-documents.ts';
import type { Workbench } from './testing/workbench.ts';
import { findTestTool, startWorkbench } from './testing/workbench.ts';

const [helmTool, kustomizeTool] = [await findTestTool('helm'), await findTestTool('kustomize')];
const samples = (['argocd-example-apps', 'flux2-kustomize-helm-example', 'podinfo'] as const).flatMap(
  (name) => {
    const bundle = loadSample(name);
    return bundle === undefined ? [] : [{ name, bundle }];
  },
);
let bench: Workbench;
beforeAll(async () => void (bench = await startWorkbench()));
afterAll(() => bench?.stop());

/** Every chart and every kustomization of the public samples, by the program directly and by Bowline. */
describe.runIf(samples.length > 0 && helmTool.ok && kustomizeTool.ok)(
  'samples against the real programs (SRC-5, SRC-9)',
  () => {
    it.each(samples)('$name', { timeout: 300_000 }, async ({ name, bundle }) => {
      await bench.server.createRepository(name, bundle);
      const repository = bench.repositoryOf(name);
      const resolved = await bench.git.resolve(repository, '');
      if (!resolved.ok) throw new Error(resolved.message);
      const { revision } = resolved.value;
      const dir = join(bench.dataDir, `checkout-${name}`);
      expect(await bench.git.checkout(repository, revision, '', dir)).toMatchObject({ ok: true });
      const listed = await bench.git.listTree(repository, revision, '', { recurse: true });
      if (!listed.ok) throw new Error(listed.message);
      const folders = listed.value
        .filter((entry) => /^(Chart\.yaml|kustomization\.ya?ml|Kustomization)$/.test(basename(entry.path)))
        .map((entry) => ({ path: dirname(entry.path), isChart: basename(entry.path) === 'Chart.yaml' }));
      expect(folders.length).toBeGreaterThan(1);

      let compared = 0;
      for (const { path, isChart } of folders) {
        const printed = isChart ? await printHelm(join(dir, path)) : await printKustomize(join(dir, path));
        const result = await bench.renderOf(
          name,
          // Test hooks of podinfo have names that differ in every run.
          { path, ...(isChart ? { helm: { skipTests: true } } : { kustomize: {} }) },
          { objects: 'as-printed', kubeVersion: '', apiVersions: [], outputBytesMax: 1e8 },
        );
        // What the program cannot render without a network or a `charts/` folder, Bowline may refuse or complete.
        if (printed === undefined) continue;
        if (result.kind === 'failed') throw new Error(`${path}: ${result.code} ${result.message}`);
        expect(result.manifests, path).toEqual(printed);
        compared++;
      }
      expect(compared).toBeGreaterThan(0);
    });
  },
);

async function printHelm(dir: string): Promise<KubeObject[] | undefined> {
  if (!helmTool.ok) return undefined;
  const args = ['template', 'app', dir, '--namespace=web', '--include-crds', '--skip-tests'];
  return await print(helmTool.tool.file, args);
}

async function printKustomize(dir: string): Promise<KubeObject[] | undefined> {
  if (!kustomizeTool.ok) return undefined;
  const { prefix, file } = kustomizeTool.tool;
  return await print(file, [...(prefix.length > 0 ? prefix : ['build']), dir]);
}

async function print(file: string, args: string[]): Promise<KubeObject[] | undefined> {
  const run = await spawnTool({
    file,
    args,
    cwd: bench.dataDir,
    env: { HOME: bench.dataDir },
    timeoutMs: 60_000,
    stdoutBytesMax: 1e8,
  });
  if (run.exitCode !== 0) return undefined;
  const read = readDocuments(run.stdout.toString('utf8'), 'as-printed');
  if (!read.ok) throw read.error;
  const found = toManifests(read.documents, { origin: 'tool', objects: 'as-printed' });
  if (!found.ok) throw new Error(found.message);
  return found.manifests;
}
