import type { Command } from 'commander';
import { exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { engineCommand, needed } from './engine-command.ts';

/** `bowline engine tree`. */
export function engineTree(parent: Command, io: CommandIo): void {
  const command = parent
    .command('tree')
    .description('live objects below their parents, with health rolled up')
    .option('-f, --filename <path>', 'file, folder or - with live objects');
  engineCommand<{ filename?: string }>(command, io, {
    formats: ['json', 'yaml', 'text'],
    schema: async () => (await import('./schemas.ts')).engineSchema('tree'),
    async handle(cli, { options, format }) {
      const { readObjects } = await import('../../engine/objects.ts');
      const { treeOfFiles } = await import('../../engine/tree-of-files.ts');
      const objects = await readObjects(cli.io, needed(options.filename, '-f'), { numbers: 'lossy' });
      const rows = treeOfFiles(objects);
      if (format === 'json') cli.io.out(toJson(rows));
      else if (format === 'yaml') cli.io.out(toYaml(rows));
      else {
        const depths = new Map<string, number>();
        for (const row of rows) {
          const depth = row.parent === null ? 0 : (depths.get(JSON.stringify(row.parent)) ?? -1) + 1;
          depths.set(JSON.stringify(row.key), depth);
          const health = row.health === null ? '' : `  ${row.health.status}`;
          cli.io.out(`${'  '.repeat(depth)}${row.key.kind} ${row.key.name}${health}\n`);
        }
      }
      return exitCodes.ok;
    },
  });
}
