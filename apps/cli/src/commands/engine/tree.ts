import type { Command } from 'commander';
import type { TreeRow } from '../../engine/tree-of-files.ts';
import { exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
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
      else cli.io.out(rowTexts(rows).join(''));
      return exitCodes.ok;
    },
  });
}

/** A line each, indented below its parent; a namespace stands where it is another than that of the line above it. */
function rowTexts(rows: TreeRow[]): string[] {
  const depths = new Map<string, number>();
  return rows.map(({ key, parent, health, rollup }) => {
    const depth = parent === null ? 0 : (depths.get(JSON.stringify(parent)) ?? -1) + 1;
    depths.set(JSON.stringify(key), depth);
    const isPlaced = key.namespace !== '' && key.namespace !== parent?.namespace;
    const name = `${key.kind} ${isPlaced ? `${key.namespace}/` : ''}${key.name}`;
    const why = health?.message ? `: ${health.message}` : '';
    const own = health === null ? '' : `  ${health.status}${why}`;
    const isWorseBelow = rollup.health !== null && rollup.health !== (health?.status ?? 'Healthy');
    const below = isWorseBelow ? `  (below: ${rollup.health})` : '';
    return `${'  '.repeat(depth)}${printable(`${name}${own}${below}`)}\n`;
  });
}
