import type { Command } from 'commander';
import type { Risk } from '@bowline/sync-engine/core/model';
import type { OrderedStep } from '../../engine/run-order.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { stepText } from '../../follow/progress.ts';
import { onOff } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { engineCommand, needed } from './engine-command.ts';

type Options = {
  desired?: string;
  live?: string;
  base?: string;
  app?: string;
  namespace?: string;
  prune?: boolean;
  kubeVersion?: string;
};

/** `bowline engine plan`. */
export function enginePlan(parent: Command, io: CommandIo): void {
  const command = parent
    .command('plan')
    .description(
      'the whole order of a sync as it runs if everything becomes healthy; exit code 1 when there is something to do',
    )
    .option('--desired <path>', 'file, folder or - with manifests')
    .option('--live <path>', 'file, folder or - with live objects')
    .option('--base <path>', 'manifests of the last Release')
    .option('--app <file>', 'Application: name, destination, sync policy and ignoreDifferences')
    .option('-n, --namespace <name>', 'destination namespace (default: that of --app)')
    .option('--kube-version <version>', 'of the cluster: APIs that it no longer serves block the plan')
    .option('--prune <on|off>', 'delete what is not desired (default: as --app says; on without it)', onOff);
  engineCommand<Options>(command, io, {
    formats: ['json', 'text', 'yaml'],
    schema: async () => (await import('./schemas.ts')).engineSchema('plan'),
    async handle(cli, { options, format }) {
      const { planFiles } = await import('../../engine/plan-files.ts');
      const { readObjects } = await import('../../engine/objects.ts');
      const { readDocument } = await import('../../input/documents.ts');
      const { readApplication } = await import('../../engine/application.ts');
      const [desired, live, base] = [
        needed(options.desired, '--desired'),
        needed(options.live, '--live'),
        options.base,
      ];
      if ([desired, live, base, options.app].filter((path) => path === '-').length > 1)
        throw new CliFailure('Standard input can be read only once.');
      if (options.kubeVersion !== undefined && !/^v?\d+\.\d+/.test(options.kubeVersion))
        throw new CliFailure(`--kube-version ${options.kubeVersion}: a version such as 1.34 is expected.`);
      const { plan, order, warnings } = planFiles({
        desired: await readObjects(cli.io, desired, { numbers: 'exact' }),
        live: await readObjects(cli.io, live, { numbers: 'lossy' }),
        base: base === undefined ? null : await readObjects(cli.io, base, { numbers: 'lossy' }),
        application:
          options.app === undefined ? null : readApplication(await readDocument(cli.io, options.app)),
        namespace: options.namespace,
        prune: options.prune,
        kubeVersion: options.kubeVersion,
      });
      for (const warning of warnings) cli.io.err(`warning [${warning.code}]: ${warning.message}\n`);
      const result = { digest: plan.digest, steps: order, risks: plan.risks };
      if (format === 'json') cli.io.out(toJson(result));
      else if (format === 'yaml') cli.io.out(toYaml(result));
      else cli.io.out(textOf(result));
      return order.length === 0 && plan.risks.every(({ severity }) => severity !== 'block')
        ? exitCodes.ok
        : exitCodes.difference;
    },
  });
}

function textOf({ digest, steps, risks }: { digest: string; steps: OrderedStep[]; risks: Risk[] }): string {
  const lines = [`digest ${digest}`];
  steps.forEach((step, index) => lines.push(`${index + 1}. ${printable(stepText(step))}`));
  if (steps.length === 0) lines.push('Nothing to do.');
  for (const risk of risks) lines.push(printable(`${risk.severity} [${risk.code}] ${risk.message}`));
  return lines.map((line) => `${line}\n`).join('');
}
