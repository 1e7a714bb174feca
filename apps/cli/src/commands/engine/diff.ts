import { Option, type Command } from 'commander';
import type { IgnoreRule, ResourceComparison } from '@bowline/sync-engine/core/model';
import type { PreparedFiles } from '../../engine/compare-files.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { changesText } from '../../output/changes-text.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { engineCommand, needed } from './engine-command.ts';

type Strategy = 'three-way' | 'structured' | 'server';
type Options = {
  desired?: string;
  live?: string;
  base?: string;
  rules?: string;
  namespace?: string;
  strategy: Strategy;
  normalize: boolean;
  kubeconfig?: string;
  kubeContext?: string;
};

/** `bowline engine diff`. */
export function engineDiff(parent: Command, io: CommandIo): void {
  const command = parent
    .command('diff')
    .description(
      'compare manifests with live objects, field by field with causes; exit code 1 when something differs',
    )
    .option('--desired <path>', 'file, folder or - with manifests')
    .option('--live <path>', 'file, folder or - with live objects')
    .option('--base <path>', 'manifests of the last Release, to tell pending from drift')
    .option('--rules <file>', 'ignoreDifferences: a list, or an Application that has it')
    .option('-n, --namespace <name>', 'namespace of manifests that name none')
    .addOption(
      new Option(
        '--strategy <name>',
        'three-way; structured (what a server-side apply would change); server (what the API server says)',
      )
        .choices(['three-way', 'structured', 'server'])
        .default('three-way'),
    )
    .option(
      '--no-normalize',
      'count what differs only by defaults, spelling or what the cluster fills in, too',
    )
    .option('--kubeconfig <file>', 'for --strategy server')
    .option('--kube-context <name>', 'context of the kubeconfig');
  engineCommand<Options>(command, io, {
    formats: ['json', 'text', 'yaml'],
    schema: async () => (await import('./schemas.ts')).engineSchema('diff'),
    async handle(cli, { options, format }) {
      const { readObjects } = await import('../../engine/objects.ts');
      const { comparePrepared, prepareFiles } = await import('../../engine/compare-files.ts');
      const [desired, live, base] = [
        needed(options.desired, '--desired'),
        needed(options.live, '--live'),
        options.base,
      ];
      if ([desired, live, base].filter((path) => path === '-').length > 1)
        throw new CliFailure('Standard input can be read only once.');
      const input = {
        desired: await readObjects(cli.io, desired, { numbers: 'exact' }),
        live: await readObjects(cli.io, live, { numbers: 'lossy' }),
        base: base === undefined ? null : await readObjects(cli.io, base, { numbers: 'lossy' }),
        rules: options.rules === undefined ? [] : await readRules(options.rules),
        namespace: options.namespace,
        application: { project: 'default', name: 'app' },
      };
      const files = prepareFiles(input);
      const predicted = await predict(files, options);
      const compared = comparePrepared(predicted);
      const { withRemovals } = await import('../../engine/removals.ts');
      const comparison =
        options.strategy === 'three-way' ? compared : withRemovals(compared, predicted, files.desired);
      for (const warning of files.warnings) cli.io.err(`warning [${warning.code}]: ${warning.message}\n`);
      const resources = comparison.resources
        .filter((resource) => resource.hookPhases.length === 0)
        .map((resource) => (options.normalize ? resource : withNormalised(resource)));
      const rows = resources.map(rowOf);
      const differing = resources.filter(
        (resource) => resource.verdict !== 'in-sync' && !resource.isIgnoredExtra,
      );
      if (format === 'json') cli.io.out(toJson(rows));
      else if (format === 'yaml') cli.io.out(toYaml(rows));
      else cli.io.out(differing.length === 0 ? 'No difference.\n' : `${changesText(differing, cli.style)}\n`);
      return differing.length === 0 ? exitCodes.ok : exitCodes.difference;

      async function readRules(path: string): Promise<IgnoreRule[]> {
        const { readDocuments } = await import('../../input/documents.ts');
        const { ignoreRules } = await import('../../engine/ignore-rules.ts');
        return (await readDocuments(cli.io, path)).flatMap(ignoreRules);
      }
    },
  });
}

/** What the objects would be after an apply; `three-way` needs no prediction. */
async function predict(files: PreparedFiles, options: Options): Promise<PreparedFiles> {
  if (options.strategy === 'three-way') return files;
  const { askServer, predictApply } = await import('../../engine/predict.ts');
  if (options.strategy === 'structured') return predictApply(files);
  if (options.kubeconfig === undefined) throw new CliFailure('--strategy server needs --kubeconfig.');
  return askServer(files, { kubeconfig: options.kubeconfig, context: options.kubeContext });
}

/** The resource with what normalisation hid counted as differing; what a rule ignores stays ignored. */
function withNormalised(resource: ResourceComparison): ResourceComparison {
  const shown = resource.hidden.filter(({ cause }) => cause === 'default');
  if (shown.length === 0) return resource;
  return {
    ...resource,
    verdict: resource.verdict === 'in-sync' ? 'modified' : resource.verdict,
    fields: [...resource.fields, ...shown],
    hidden: resource.hidden.filter(({ cause }) => cause !== 'default'),
  };
}

function rowOf({ key, verdict, fields, hidden }: ResourceComparison) {
  return {
    key,
    verdict,
    fields: fields.map(({ path, desired, live, manager, operation, time, cause }) => ({
      path,
      desired,
      live,
      manager,
      operation,
      time,
      cause,
    })),
    ignoredBy: hidden.map(({ path, desired, live, cause, hiddenBy }) => ({
      path,
      desired,
      live,
      cause,
      rule: hiddenBy ?? '',
    })),
  };
}
