import { Option, type Command } from 'commander';
import { CliFailure, exitCodes } from '../../failure.ts';
import { collect, pairs } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { engineCommand } from './engine-command.ts';

type RendererChoice = 'auto' | 'plain' | 'kustomize' | 'helm' | 'jsonnet';
type Options = {
  renderer: RendererChoice;
  name?: string;
  namespace?: string;
  values?: string[];
  set?: string[];
  kubeVersion?: string;
  apiVersions?: string[];
  source?: string;
  helmRepository?: string[];
  helmRepositories?: string;
};

/** `bowline engine render`. */
export function engineRender(parent: Command, io: CommandIo): void {
  const command = parent
    .command('render')
    .argument('[dir]', 'folder to render; with --source the repository that its paths lie in')
    .description('render a folder to manifests, hooks included, as the server does')
    .addOption(
      new Option('--renderer <name>', 'renderer')
        .choices(['auto', 'plain', 'kustomize', 'helm', 'jsonnet'])
        .default('auto'),
    )
    .option(
      '--name <name>',
      'name of the Application and Helm release (default: of the Application, else the folder)',
    )
    .option('-n, --namespace <name>', 'destination namespace (default: of the Application, else "default")')
    .option('--values <file>', 'Helm value file; repeat for more', collect)
    .option('--set <name=value>', 'Helm parameter; repeat for more', collect)
    .option('--kube-version <version>', 'Kubernetes version that charts see')
    .option('--api-versions <group/version>', 'API that charts see; repeat for more', collect)
    .option('--helm-repository <url>', 'repository that charts may be fetched from; repeat for more', collect)
    .option('--helm-repositories <file>', "the same as a file, as Helm's repositories.yaml")
    .option('--source <file>', 'an Application of Bowline or Argo CD, or its spec.source or spec.sources');
  engineCommand<Options>(command, io, {
    formats: ['yaml', 'json'],
    schema: async () => (await import('./schemas.ts')).engineSchema('render'),
    async handle(cli, { args: [dir], options, format }) {
      if (dir === undefined) throw new CliFailure('The folder is missing.');
      const { renderLocal } = await import('../../engine/render-local.ts');
      const { readHelmRepositories } = await import('../../engine/helm-repositories.ts');
      const { renderer, values, set, kubeVersion, apiVersions } = options;
      const given = options.source === undefined ? undefined : await readSource(options.source);
      const name = options.name ?? given?.name;
      const { manifests, warnings } = await renderLocal({
        dir,
        ...(given === undefined ? {} : { sources: given.sources }),
        renderer,
        ...(name === undefined ? {} : { name }),
        project: given?.project ?? 'default',
        namespace: options.namespace ?? given?.namespace ?? 'default',
        values: values ?? [],
        set: Object.entries(pairs(set)).map(([parameter, value]) => ({ name: parameter, value })),
        kubeVersion: kubeVersion ?? '',
        apiVersions: apiVersions ?? [],
        helmRepositories: readHelmRepositories({
          urls: options.helmRepository ?? [],
          file: options.helmRepositories,
        }),
        env: cli.io.env,
      });
      for (const warning of given?.warnings ?? []) cli.io.err(`warning: ${warning}\n`);
      for (const warning of warnings) cli.io.err(`warning [${warning.code}]: ${warning.message}\n`);
      const { toJson, toYaml } = await import('../../output/output.ts');
      cli.io.out(
        format === 'json' ? toJson(manifests) : manifests.map((one) => `---\n${toYaml(one)}`).join(''),
      );
      return exitCodes.ok;

      async function readSource(path: string) {
        const { readSourceDocument } = await import('../../engine/source-document.ts');
        return await readSourceDocument(cli.io, path);
      }
    },
  });
}
