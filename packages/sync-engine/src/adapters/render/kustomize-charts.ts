import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject } from '../../core/schema/json.ts';
import type { ChartRepository } from '../../ports/charts.ts';
import { isSafeName, normalizeRepoPath } from '../git/tree.ts';
import { unpackChart } from './charts/chart-archive.ts';
import { repositoryOfSource } from './charts/find-repository.ts';
import { helperFile, workDir } from './confine.ts';
import type { Kustomization } from './kustomization.ts';
import type { RenderFailure, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { printableUrl } from './printable-url.ts';

/** A chart that a kustomization inflates and that has to be fetched; `dir` is where kustomize looks for it. */
type MissingChart = { dir: string; name: string; repository: ChartRepository; version: string };

/** Every chart that kustomizations inflate: whether there are any, and what the repository does not hold. */
export type InflatedCharts = { isAny: boolean; missing: MissingChart[] };

type Declared = { name: string; repo: string; version: string };

const chartsMax = 50;

/** Why the charts of a kustomization are not inflated: what could lead Helm out of the render (X10). */
export function refusedCharts(
  content: Record<string, unknown>,
): { message: string; hint: string } | undefined {
  if (content['helmChartInflationGenerator'] !== undefined)
    return { message: 'helmChartInflationGenerator is no more.', hint: 'Write helmCharts.' };
  if (globalsOf(content)['configHome'] !== undefined)
    return {
      message: 'helmGlobals.configHome is not allowed.',
      hint: 'Leave it out: Helm has a configuration of its own in every render.',
    };
  const home = chartHomeOf(content);
  if (home.startsWith('/') || normalizeRepoPath(home) === undefined)
    return {
      message: 'helmGlobals.chartHome leads out of the folder.',
      hint: 'Keep charts below their kustomization.',
    };
  return undefined;
}

/** Finds what `helmCharts` name; a chart that is not in the repository comes from a registered Helm repository (SRC-8). */
export async function findInflatedCharts(
  context: SourceContext,
  roots: readonly Kustomization[],
): Promise<InflatedCharts | RenderFailure> {
  const missing: MissingChart[] = [];
  let count = 0;
  for (const root of roots) {
    const { file } = root;
    for (const chart of declaredBy(root.content)) {
      if (++count > chartsMax)
        return failed('render_failed', `The source inflates more than ${chartsMax} charts.`, 'Use fewer.');
      if (!isSafeName(chart.name) || !(chart.version === '' || isSafeName(chart.version)))
        return failed(
          'source_invalid',
          `${file} names the chart "${chart.name.slice(0, 80)}".`,
          'Correct helmCharts.',
        );
      const home = [root.path, chartHomeOf(root.content)].filter((part) => part !== '').join('/');
      // As kustomize looks for it: of a repository and with a version it has a folder of its own.
      const isOwn = chart.repo !== '' && chart.version !== '';
      const parts = [home, ...(isOwn ? [`${chart.name}-${chart.version}`] : []), chart.name];
      const dir = normalizeRepoPath(parts.join('/')) ?? '';
      const held = await context.git.pathId(context.repository, context.revision, dir);
      if (held.ok) continue;
      if (held.code !== 'git_path_not_found') return failed(held.code, held.message, held.hint);
      const found = await locate(context, chart, { file, dir });
      if ('code' in found) return found;
      missing.push(found);
    }
  }
  return { isAny: count > 0, missing };
}

async function locate(
  context: SourceContext,
  { name, repo, version }: Declared,
  { file, dir }: { file: string; dir: string },
): Promise<MissingChart | RenderFailure> {
  if (repo === '')
    return failed(
      'git_path_not_found',
      `${file} inflates the chart "${name}", which is not at "${dir}".`,
      'Commit the chart there, or name its repo.',
    );
  const url = repo.startsWith('oci://') ? `${repo.replace(/\/+$/, '')}/${name}` : repo;
  const registered = repositoryOfSource(context.request.chartRepositories ?? [], context.source, repo);
  if (registered === undefined)
    return failed(
      'repository_unknown',
      `${file} needs the chart ${name} from ${printableUrl(url)}, which is no registered Helm repository.`,
      `Register it, or commit the chart at "${dir}".`,
    );
  const exact = await context.charts.resolve(registered, name, version);
  if (!exact.ok) return failed(exact.code, exact.message, exact.hint);
  return { dir, name, repository: registered, version: exact.value };
}

/** Writes what is missing into a checkout at `into`, where kustomize finds it and asks nobody. */
export async function fetchInflatedCharts(
  context: SourceContext,
  charts: readonly MissingChart[],
  into: string,
): Promise<RenderFailure | undefined> {
  for (const { dir, name, repository, version } of charts) {
    const fetched = await context.charts.fetch(repository, name, version);
    if (!fetched.ok) return failed(fetched.code, fetched.message, fetched.hint);
    const files = await unpackChart(fetched.value.archive);
    if (!files.ok) return failed(files.code, files.message, files.hint);
    for (const [path, bytes] of files.value) {
      const file = join(into, dir, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
  }
  return undefined;
}

const wrapperName = 'helm-template';

/**
 * What kustomize starts as `helm`: it answers as Helm 3, the only one kustomize asks for, and renders with whatever Helm there
 * is, whose `template` takes the same. It fetches nothing, and the name of a release, which stands where an option could, is
 * none (X7).
 */
const wrapper = `#!/bin/sh
case "$1" in
  version) echo v3.99.0 ;;
  template)
    case "$2" in --generate-name) ;; -*) echo "$2 is no name of a release" >&2; exit 1 ;; esac
    exec "$BOWLINE_HELM" "$@" ;;
  *) echo "charts are not fetched while rendering" >&2; exit 1 ;;
esac
`;

/** What the charts see of the cluster (SRC-9). */
export function capabilityArguments(context: SourceContext): string[] {
  const options = context.source.kustomize ?? {};
  const kubeVersion = options.kubeVersion ?? context.request.kubeVersion;
  const apiVersions = options.apiVersions ?? context.request.apiVersions;
  return [
    ...(kubeVersion === '' ? [] : [`--helm-kube-version=${kubeVersion}`]),
    ...[...apiVersions].sort().map((one) => `--helm-api-versions=${one}`),
  ];
}

/** Arguments and environment with which kustomize inflates charts by the helper that the job brings. */
export async function helmArguments(dir: string): Promise<{ args: string[]; env: Record<string, string> }> {
  await writeFile(join(dir, wrapperName), wrapper, { mode: 0o755 });
  return {
    args: ['--enable-helm', `--helm-command=${workDir}/${wrapperName}`],
    env: { BOWLINE_HELM: helperFile },
  };
}

function globalsOf(content: Record<string, unknown>): Record<string, unknown> {
  return isObject(content['helmGlobals']) ? content['helmGlobals'] : {};
}

function chartHomeOf(content: Record<string, unknown>): string {
  const home = globalsOf(content)['chartHome'];
  return typeof home === 'string' && home !== '' ? home : 'charts';
}

function declaredBy(content: Record<string, unknown>): Declared[] {
  const list = Array.isArray(content['helmCharts']) ? content['helmCharts'] : [];
  const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));
  return list
    .filter(isObject)
    .map((one) => ({ name: text(one['name']), repo: text(one['repo']), version: text(one['version']) }));
}
