import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '../../../../../tools/git-server/samples.ts';
import { spawnTool } from '../spawn.ts';
import { parseYaml } from './yaml.ts';
import type { Workbench } from './testing/workbench.ts';
import { findTestTool, rendered, startWorkbench } from './testing/workbench.ts';

const [helmTool, kustomizeTool] = [await findTestTool('helm'), await findTestTool('kustomize')];
const examples = loadSample('argocd-example-apps');
const podinfo = loadSample('podinfo');
let bench: Workbench;
beforeAll(async () => void (bench = await startWorkbench()));
afterAll(() => bench?.stop());

describe('tools', () => {
  it('names versions, origins and what could not be confined', async () => {
    const tools = await bench.render.tools();
    expect(tools.find((tool) => tool.name === 'git')).toMatchObject({
      available: true,
      version: expect.stringMatching(/^2\./),
    });
    const missing = await bench.newRender('cache', { toolPaths: { helm: '/nonexistent/helm' } }).tools();
    expect(missing.find((tool) => tool.name === 'helm')).toMatchObject({
      available: false,
      reason: expect.stringContaining('BOWLINE_HELM'),
    });
  });
});

describe.runIf(examples !== undefined && helmTool.ok && kustomizeTool.ok)('public examples', () => {
  beforeAll(async () => {
    await bench.server.createRepository('examples', examples!);
    if (podinfo !== undefined) await bench.server.createRepository('podinfo', podinfo);
  });

  it.each([
    ['guestbook', 'plain', 2],
    ['kustomize-guestbook', 'kustomize', 2],
    ['helm-guestbook', 'helm', 2],
    ['sync-waves', 'plain', 7],
    ['pre-post-sync', 'kustomize', 0],
    ['helm-hooks', 'plain', 0],
    ['blue-green', 'helm', 0],
  ])('renders %s with %s', async (path, renderer, count) => {
    const result = rendered(await bench.renderOf('examples', { path }));
    expect(result.sources[0]?.renderer).toBe(renderer);
    if (count > 0) expect(result.manifests).toHaveLength(count);
    expect(result.manifests.length).toBeGreaterThan(0);
    const found = await bench.render.detect({
      repository: bench.repositoryOf('examples'),
      revision: result.sources[0]!.revision,
      path,
    });
    expect(found).toMatchObject({ ok: true, renderer });
  });

  it('says what is missing from a chart with a remote dependency', async () => {
    expect(await bench.renderOf('examples', { path: 'helm-dependency' })).toMatchObject({
      code: 'repository_unknown',
    });
  });

  it.runIf(podinfo !== undefined)('prints exactly what helm prints for podinfo', async () => {
    if (!helmTool.ok) return;
    const request = await bench.requestOf('podinfo', { path: 'charts/podinfo', helm: { skipTests: true } });
    const ours = rendered(await bench.render.render(request));
    const dir = join(bench.dataDir, 'podinfo-chart');
    await bench.git.checkout(
      bench.repositoryOf('podinfo'),
      request.sources[0]!.revision,
      'charts/podinfo',
      dir,
    );
    const theirs = await spawnTool({
      file: helmTool.tool.file,
      args: [
        'template',
        'app',
        dir,
        '--namespace',
        'web',
        '--include-crds',
        '--skip-tests',
        '--kube-version',
        'v1.36.3',
      ],
      cwd: bench.dataDir,
      env: { HOME: bench.dataDir },
      timeoutMs: 60_000,
      stdoutBytesMax: 1e7,
    });
    expect(ours.manifests).toEqual(parseYaml(theirs.stdout.toString(), { duplicateKeys: 'refuse' }));
    const overlays = rendered(await bench.renderOf('podinfo', { path: 'deploy/overlays/dev' }));
    expect(overlays.manifests.length).toBeGreaterThan(3);
  });
});
