import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HelmOptions, Json } from '../../core/model.ts';
import { buildEnvironment, substitute } from './build-environment.ts';
import { workDir } from './confine.ts';
import type { Chart, Dependency } from './helm-dependencies.ts';
import { fillDependencies, findCharts } from './helm-dependencies.ts';
import { resolveValueFiles } from './helm-value-files.ts';
import type { ValueFile } from './helm-value-files.ts';
import { linkedInputs } from './linked-inputs.ts';
import type { RenderFailure, Renderer, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { runTool, withScratch } from './run-tool.ts';

/** `helm template`, never an installation: precedence of values as in Argo CD (SRC-5, SRC-6). */
export const helm: Renderer = {
  name: 'helm',
  async prepare(context) {
    const { request, source, revision } = context;
    const options = source.helm ?? {};
    const variables = buildEnvironment(request, source, revision);
    const replace = (text: string): string => substitute(text, variables);
    const tool = await context.tool('helm');
    if ('kind' in tool) return tool;
    const charts = await findCharts(context);
    if ('kind' in charts) return charts;
    const folders = charts.all.map((chart) => chart.path);
    const links = await linkedInputs(context.git, context.repository, context.revision, folders);
    if (!Array.isArray(links)) return links;
    const valueFiles = await resolveValueFiles(context, options, replace);
    if (!Array.isArray(valueFiles)) return valueFiles;
    const settings = argumentsOf(context, options, replace);
    if ('kind' in settings) return settings;
    return {
      kind: 'work',
      inputs: [
        ...charts.all,
        ...charts.dependencies.flatMap(fetchedInput),
        ...links,
        ...valueFiles.map(({ path, id }) => ({ path, id })),
      ],
      options: [
        context.path,
        settings.releaseName,
        settings.args,
        settings.values,
        valueFiles.map((file) => [file.role, file.path, file.id]),
      ] as Json,
      tool: `helm ${tool.version}`,
      run: () =>
        withScratch(async (dir) => {
          const chartDir = join(dir, 'chart', context.path);
          const checkedOut = await checkOutCharts(context, charts.all, join(dir, 'chart'));
          if (checkedOut !== undefined) return checkedOut;
          const filled = await fillDependencies(context, charts.dependencies, {
            chart: context.path,
            dir: chartDir,
            depth: 0,
          });
          if (filled !== undefined) return filled;
          const values = await writeValues(context, valueFiles, settings.values, dir);
          if (!Array.isArray(values)) return values;
          const home = `${workDir}/home`;
          return await runTool(
            context,
            tool,
            {
              scratchDir: dir,
              written: valueFiles.map((file, index) => ({ as: scratchName(file, index), path: file.path })),
              args: [
                'template',
                ...values,
                ...settings.args,
                '--',
                settings.releaseName,
                `${workDir}/chart/${context.path}`,
              ],
              env: {
                HELM_CACHE_HOME: `${home}/cache`,
                HELM_CONFIG_HOME: `${home}/config`,
                HELM_DATA_HOME: `${home}/data`,
                HELM_PLUGINS: `${home}/plugins`,
              },
            },
            (stderr) => explainHelm(stderr, charts.unregistered),
          );
        }),
    };
  },
};

/** A version of a chart is taken never to change, as in Argo CD: the same one is not fetched to find out. */
function fetchedInput(dependency: Dependency): { path: string; id: string }[] {
  if (dependency.kind === 'local') return [];
  return [{ path: `${dependency.repository.url}/${dependency.name}`, id: dependency.version }];
}

async function checkOutCharts(
  context: SourceContext,
  charts: Chart[],
  into: string,
): Promise<RenderFailure | undefined> {
  for (const chart of charts) {
    // A chart below another one is written with it.
    const isInside = charts.some(
      (other) => other !== chart && (other.path === '' || chart.path.startsWith(`${other.path}/`)),
    );
    if (isInside) continue;
    const done = await context.git.checkout(
      context.repository,
      context.revision,
      chart.path,
      join(into, chart.path),
    );
    if (!done.ok) return failed(done.code, done.message, done.hint);
  }
  return undefined;
}

type Settings = { releaseName: string; args: string[]; values: string };

function argumentsOf(
  context: SourceContext,
  options: HelmOptions,
  replace: (text: string) => string,
): Settings | RenderFailure {
  const { request } = context;
  const releaseName = replace(options.releaseName ?? request.application.name);
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(releaseName) || releaseName.length > 53) {
    return failed(
      'source_invalid',
      `"${releaseName.slice(0, 80)}" cannot be a Helm release name: at most 53 lower-case letters, digits, - and dots.`,
      'Set helm.releaseName.',
    );
  }
  // Values are joined to their flag: a value that begins with a dash stays a value (X7).
  const args = [
    `--namespace=${options.namespace ?? request.destinationNamespace}`,
    ...((options.kubeVersion ?? request.kubeVersion) === ''
      ? []
      : [`--kube-version=${options.kubeVersion ?? request.kubeVersion}`]),
    ...[...(options.apiVersions ?? request.apiVersions)].sort().map((one) => `--api-versions=${one}`),
    ...(options.skipCrds === true ? [] : ['--include-crds']),
    ...(options.skipTests === true ? ['--skip-tests'] : []),
    ...(options.skipSchemaValidation === true ? ['--skip-schema-validation'] : []),
  ];
  const parameters = new Map((options.parameters ?? []).map((one) => [one.name, one]));
  for (const { name, value, forceString } of parameters.values()) {
    args.push(`${forceString === true ? '--set-string' : '--set'}=${name}=${escapeSet(replace(value))}`);
  }
  const values =
    options.valuesObject === undefined ? (options.values ?? '') : JSON.stringify(options.valuesObject);
  return { releaseName, args, values: replace(values) };
}

/** `--set` splits at commas; a comma in a value is escaped unless it is already, or the value is a list in braces. */
function escapeSet(value: string): string {
  if (value.startsWith('{') && value.endsWith('}')) return value;
  return value.replace(/(^|[^\\]),/g, String.raw`$1\,`).replace(/(^|[^\\]),/g, String.raw`$1\,`);
}

/** Where a value file lies in the scratch folder. */
function scratchName(file: ValueFile, index: number): string {
  return `values/${index}${file.role === 'values' ? '.yaml' : ''}`;
}

async function writeValues(
  context: SourceContext,
  files: ValueFile[],
  inline: string,
  dir: string,
): Promise<string[] | RenderFailure> {
  const args: string[] = [];
  for (const [index, file] of files.entries()) {
    const read = await context.git.readFiles(file.repository, file.revision, [file.path], {
      sizeBytesMax: 10 * 1024 * 1024,
    });
    if (!read.ok) return failed(read.code, read.message, read.hint);
    const name = scratchName(file, index);
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), read.value.get(file.path) ?? '');
    args.push(
      file.role === 'values'
        ? `--values=${workDir}/${name}`
        : `--set-file=${file.parameter}=${workDir}/${name}`,
    );
  }
  if (inline.trim() === '') return args;
  await writeFile(join(dir, 'inline-values.yaml'), inline);
  const setFiles = args.filter((argument) => argument.startsWith('--set-file='));
  return [
    ...args.filter((argument) => !setFiles.includes(argument)),
    `--values=${workDir}/inline-values.yaml`,
    ...setFiles,
  ];
}

function explainHelm(stderr: string, unregistered: RenderFailure | undefined): RenderFailure | undefined {
  if (/missing in charts\/ directory|dependencies.*(missing|not found)/i.test(stderr)) {
    if (unregistered !== undefined) return unregistered;
    return failed(
      'render_failed',
      'The chart names dependencies that are not in its charts/ folder.',
      'Commit them: `helm dependency update`, then add charts/ to the repository.',
    );
  }
  if (/values don't meet the specifications of the schema/.test(stderr)) {
    return failed(
      'render_failed',
      'The values do not fit the schema of the chart.',
      'Correct the values, or set helm.skipSchemaValidation.',
    );
  }
  if (/chart requires kubeVersion/.test(stderr)) {
    return failed(
      'render_failed',
      'The chart does not support the Kubernetes version of the cluster.',
      'Use another version of the chart, or set helm.kubeVersion.',
    );
  }
  return undefined;
}
