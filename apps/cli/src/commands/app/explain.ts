import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { keyText } from '../../follow/progress.ts';
import type { CommandIo } from '../command.ts';
import { printable } from '../../output/printable.ts';
import { applicationCommand, findTarget } from './target.ts';

/** `bowline app explain`. */
export function appExplain(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'explain').description(
    'why it is in its state, why it does not sync, and what to do',
  );
  run<{ project?: string }>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const params = await findTarget(cli, client, { text, ...options });
    cli.output.one(await client.call('explainApplication', { params }), {
      name: () => `application/${params.project}/${params.name}`,
      describe: ({ summary, chain, remedies, decision }) => {
        const lines = [summary];
        for (const link of chain) {
          const doubt = link.certainty === 'certain' ? '' : ` (${link.certainty})`;
          lines.push(`  because ${link.message}${doubt}${link.at ? ` (${link.at})` : ''}`);
        }
        for (const reason of decision?.reasons ?? []) {
          const next = `${reason.owner ? ` – ${reason.owner}` : ''}${reason.nextAt ? `, until ${reason.nextAt}` : ''}`;
          lines.push(`auto-sync: ${reason.message}${next}`);
        }
        for (const remedy of remedies)
          lines.push(`do: ${remedy.action}${remedy.key ? ` ${keyText(remedy.key)}` : ''}: ${remedy.message}`);
        return lines.map((line) => `${printable(line)}\n`).join('');
      },
    });
  });
}
