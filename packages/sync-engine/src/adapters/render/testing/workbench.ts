import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitServer } from '../../../../../../tools/git-server/start-git-server.ts';
import { startGitServer } from '../../../../../../tools/git-server/start-git-server.ts';
import type { RenderResult, Source } from '../../../core/model.ts';
import type { GitPort, GitRepository } from '../../../ports/git.ts';
import type { RenderPort, RenderRequest } from '../../../ports/render.ts';
import { createEgress } from '../../egress.ts';
import { createGit } from '../../git/git.ts';
import { systemClock } from '../../time/system-clock.ts';
import { createRender } from '../render.ts';
import type { FoundTool } from '../tools.ts';
import { Tools } from '../tools.ts';

/** A git server, a data folder and a renderer on them, for tests that render real repositories. */
export type Workbench = {
  server: GitServer;
  dataDir: string;
  git: GitPort;
  render: RenderPort;
  newRender(cache: string, more?: Partial<Parameters<typeof createRender>[0]>): RenderPort;
  repositoryOf(name: string): GitRepository;
  seed(name: string, files: Parameters<GitServer['commit']>[1]['files']): Promise<void>;
  requestOf(name: string, source: Partial<Source>, more?: Partial<RenderRequest>): Promise<RenderRequest>;
  renderOf(name: string, source: Partial<Source>, more?: Partial<RenderRequest>): Promise<RenderResult>;
  stop(): Promise<void>;
};

/** Starts a workbench; `stop` removes everything. */
export async function startWorkbench(): Promise<Workbench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bowline-workbench-'));
  const server = await startGitServer();
  const git = createGit({
    dataDir,
    clock: systemClock,
    egress: createEgress({ allow: [`127.0.0.1:${server.port}`] }),
  });
  const newRender: Workbench['newRender'] = (cache, more = {}) =>
    createRender({
      git,
      dataDir,
      cacheDir: join(dataDir, cache),
      toolPaths: {},
      clock: systemClock,
      ...more,
    });
  const render = newRender('cache');
  const repositoryOf = (name: string): GitRepository => ({
    id: name,
    url: server.urlOf(name),
    credential: { kind: 'none' },
    insecureSkipTlsVerify: false,
  });
  const requestOf: Workbench['requestOf'] = async (name, source, more = {}) => {
    const resolved = await git.resolve(repositoryOf(name), source.targetRevision ?? '');
    if (!resolved.ok) throw new Error(resolved.message);
    return {
      application: { project: 'default', name: 'app' },
      destinationNamespace: 'web',
      sources: [
        {
          source: { repoURL: server.urlOf(name), ...source },
          repository: repositoryOf(name),
          revision: resolved.value.revision,
        },
      ],
      kubeVersion: 'v1.36.3',
      apiVersions: ['apps/v1', 'v1'],
      outputBytesMax: 10 * 1024 * 1024,
      mode: 'normal',
      ...more,
    };
  };
  return {
    server,
    dataDir,
    git,
    render,
    newRender,
    repositoryOf,
    requestOf,
    async seed(name, files) {
      await server.createRepository(name, { empty: true });
      await server.commit(name, { files });
    },
    async renderOf(name, source, more) {
      return await render.render(await requestOf(name, source, more));
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The tool this machine has, or one line that says why tests of it are skipped. */
export async function findTestTool(name: 'helm' | 'kustomize'): Promise<FoundTool> {
  const toolsDir = join(tmpdir(), 'bowline-test-tools');
  const tools = new Tools({ toolPaths: {}, path: '/usr/local/bin:/usr/bin:/bin', toolsDir });
  const found = await tools.find(name);
  if (!found.ok) console.log(`Skipped: ${found.reason}.`);
  return found;
}

/** The rendered set; throws with what failed. */
export function rendered(result: RenderResult): Extract<RenderResult, { kind: 'rendered' }> {
  if (result.kind === 'failed') throw new Error(`${result.code}: ${result.message}\n${result.output ?? ''}`);
  return result;
}

/** `Kind/name` of every manifest, in order. */
export function names(result: RenderResult): string[] {
  return rendered(result).manifests.map((manifest) => `${manifest.kind}/${manifest.metadata.name}`);
}

/** YAML of a ConfigMap. */
export function configMap(name: string, data = '{a: b}'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;
}
