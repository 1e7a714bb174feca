import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../core/schema/json.ts';
import type { ChartRepository } from '../../ports/charts.ts';
import { highestVersion } from '../git/highest-version.ts';
import { isSafeName, normalizeRepoPath } from '../git/tree.ts';
import { repositoryOfSource, withPassing } from './charts/find-repository.ts';
import type { RenderFailure, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { ManifestSyntaxError, parseYaml } from './yaml.ts';
import { printableUrl } from './printable-url.ts';

/** A chart of the repository: its folder and the id of its tree. */
export type Chart = { path: string; id: string };

/** What a chart names and its `charts/` folder lacks; `owner` is the folder of the chart that names it. */
export type Dependency = { owner: string; name: string } & (
  | { kind: 'local'; path: string }
  | { kind: 'remote'; repository: ChartRepository; version: string }
);

export type FoundCharts = {
  all: Chart[];
  dependencies: Dependency[];
  /**
   * Why the first dependency of a repository that nobody registered is not fetched. It counts only when Helm misses the chart:
   * a folder below `charts/` may have any name.
   */
  unregistered?: RenderFailure;
};

type Declared = { name: string; version: string; repository: string };

const chartsMax = 50;
const fileBytesMax = 1024 * 1024;

/**
 * The chart, the charts of this repository that it names as `file://` dependencies, however deep, and what is to be fetched
 * from registered Helm repositories (SRC-8). A version in `Chart.lock` stands; a range is resolved by asking the repository.
 */
export async function findCharts(context: SourceContext): Promise<FoundCharts | RenderFailure> {
  const all: Chart[] = [];
  const dependencies: Dependency[] = [];
  let unregistered: RenderFailure | undefined;
  const queue = [context.path];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (all.some((chart) => chart.path === at)) continue;
    if (all.length >= chartsMax)
      return failed(
        'render_failed',
        `The chart has more than ${chartsMax} local dependencies.`,
        'Use fewer.',
      );
    const id = await context.git.pathId(context.repository, context.revision, at);
    if (!id.ok) return failed(id.code, id.message, id.hint);
    all.push({ path: at, id: id.value });
    const declared = await declaredBy(context, at);
    if (!Array.isArray(declared)) return declared;
    for (const one of declared) {
      if (one.repository === '' || (await isVendored(context, at, one.name))) continue;
      const found = await locate(context, at, one);
      if ('code' in found) {
        if (found.code !== 'repository_unknown') return found;
        unregistered ??= found;
        continue;
      }
      dependencies.push(found);
      if (found.kind === 'local') queue.push(found.path);
    }
  }
  return { all, dependencies, ...(unregistered === undefined ? {} : { unregistered }) };
}

/** Helm finds dependencies only below `charts/`: what is missing there is written there, also into those just written. */
export async function fillDependencies(
  context: SourceContext,
  dependencies: Dependency[],
  at: { chart: string; dir: string; depth: number },
): Promise<RenderFailure | undefined> {
  if (at.depth > 10)
    return failed(
      'render_failed',
      'The local dependencies of the chart go in a circle.',
      'Break the circle.',
    );
  for (const dependency of dependencies.filter((one) => one.owner === at.chart)) {
    const into = join(at.dir, 'charts');
    const problem =
      dependency.kind === 'remote'
        ? await fetchInto(context, dependency, into)
        : await copyInto(context, dependencies, dependency, { dir: into, depth: at.depth });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function copyInto(
  context: SourceContext,
  dependencies: Dependency[],
  dependency: Extract<Dependency, { kind: 'local' }>,
  at: { dir: string; depth: number },
): Promise<RenderFailure | undefined> {
  const { repository, revision } = context;
  const dir = join(at.dir, dependency.name);
  const done = await context.git.checkout(repository, revision, dependency.path, dir);
  if (!done.ok) return failed(done.code, done.message, done.hint);
  return await fillDependencies(context, dependencies, {
    chart: dependency.path,
    dir,
    depth: at.depth + 1,
  });
}

async function fetchInto(
  context: SourceContext,
  { repository, name, version }: Extract<Dependency, { kind: 'remote' }>,
  dir: string,
): Promise<RenderFailure | undefined> {
  const fetched = await context.charts.fetch(repository, name, version);
  if (!fetched.ok) return failed(fetched.code, fetched.message, fetched.hint);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, `${name}-${fetched.value.digest.slice(0, 12)}.tgz`), fetched.value.archive);
  return undefined;
}

async function locate(
  context: SourceContext,
  owner: string,
  { name, version, repository: url }: Declared,
): Promise<Dependency | RenderFailure> {
  if (!isSafeName(name) || name.startsWith('-')) {
    return failed(
      'source_invalid',
      `The chart names a dependency "${name.slice(0, 80)}".`,
      'Correct Chart.yaml.',
    );
  }
  if (url.startsWith('file://')) {
    const path = normalizeRepoPath(`${owner}/${url.slice('file://'.length)}`);
    if (path !== undefined) return { kind: 'local', owner, name, path };
    return failed(
      'path_escapes',
      `The dependency ${name} leads out of the repository.`,
      'Keep dependencies inside the repository.',
    );
  }
  const registered = context.request.chartRepositories ?? [];
  const alias = /^(?:@|alias:)(.+)$/.exec(url)?.[1];
  const repository =
    alias === undefined
      ? repositoryOfSource(registered, context.source, url)
      : withPassing(
          registered.find((one) => one.name === alias),
          context.source,
        );
  if (repository === undefined) {
    return failed(
      'repository_unknown',
      `The chart needs ${name} ${version} from ${printableUrl(url)}, which is no registered Helm repository.`,
      'Register it, or commit the dependency: `helm dependency update`, then add charts/ to the repository.',
    );
  }
  const exact = await context.charts.resolve(repository, name, version);
  if (!exact.ok) return failed(exact.code, exact.message, exact.hint);
  return { kind: 'remote', owner, name, repository, version: exact.value };
}

async function isVendored(context: SourceContext, chart: string, name: string): Promise<boolean> {
  const { git, repository, revision } = context;
  const listed = await git.listTree(repository, revision, chart === '' ? 'charts' : `${chart}/charts`, {
    recurse: false,
  });
  return (
    listed.ok &&
    listed.value.some((entry) => {
      const file = entry.path.slice(entry.path.lastIndexOf('/') + 1);
      return (
        file === name || (file.startsWith(`${name}-`) && /^v?\d.*\.tgz$/.test(file.slice(name.length + 1)))
      );
    })
  );
}

/** Dependencies of `Chart.yaml`, or of `requirements.yaml` as charts of Helm 2 have it, at their locked versions. */
async function declaredBy(context: SourceContext, chart: string): Promise<Declared[] | RenderFailure> {
  const main = await readList(context, chart, 'Chart.yaml');
  if (main === undefined)
    return failed('render_failed', `There is no Chart.yaml in "${chart}".`, 'Check the path of the source.');
  if (!Array.isArray(main)) return main;
  const old = main.length > 0 ? [] : ((await readList(context, chart, 'requirements.yaml')) ?? []);
  if (!Array.isArray(old)) return old;
  const lockFile = main.length > 0 ? 'Chart.lock' : 'requirements.lock';
  const locks = (await readList(context, chart, lockFile)) ?? [];
  if (!Array.isArray(locks)) return locks;
  return [...main, ...old].map((one) => {
    const lock = locks.find((other) => other.name === one.name);
    // A lock that is older than Chart.yaml does not hold.
    const isCurrent = lock !== undefined && highestVersion([lock.version], one.version) !== undefined;
    return isCurrent ? { ...one, version: lock.version } : one;
  });
}

async function readList(
  context: SourceContext,
  chart: string,
  name: string,
): Promise<Declared[] | RenderFailure | undefined> {
  const file = chart === '' ? name : `${chart}/${name}`;
  const read = await context.git.readFiles(context.repository, context.revision, [file], {
    sizeBytesMax: fileBytesMax,
  });
  if (!read.ok)
    return read.code === 'git_path_not_found' ? undefined : failed(read.code, read.message, read.hint);
  try {
    const [document] = parseYaml(read.value.get(file)?.toString('utf8') ?? '', {
      duplicateKeys: 'last-wins',
    });
    const list =
      isObject(document) && Array.isArray(document['dependencies']) ? document['dependencies'] : [];
    return list.filter(isObject).map((one) => ({
      name: String(one['name'] ?? ''),
      version: String(one['version'] ?? ''),
      repository: String(one['repository'] ?? ''),
    }));
  } catch (error) {
    if (!(error instanceof ManifestSyntaxError)) throw error;
    const where = error.line > 0 ? `${file}:${error.line}` : file;
    return failed('render_failed', `${where}: ${error.message}.`, 'Correct the file.');
  }
}
