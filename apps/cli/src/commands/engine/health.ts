import type { Command } from 'commander';
import { exitCodes } from '../../failure.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { toneOf } from '../../output/style.ts';
import { formatTable } from '../../output/table.ts';
import type { CommandIo } from '../command.ts';
import { engineCommand, needed } from './engine-command.ts';

/** `bowline engine health`. */
export function engineHealth(parent: Command, io: CommandIo): void {
  const command = parent
    .command('health')
    .description('health of live objects; exit code 1 when one is not healthy')
    .option('-f, --filename <path>', 'file, folder or - with live objects')
    .option(
      '--customizations <file>',
      "rules of one's own: resource.customizations of Argo CD, or Bowline's form",
    );
  engineCommand<{ filename?: string; customizations?: string }>(command, io, {
    formats: ['json', 'yaml', 'text'],
    schema: async () => (await import('./schemas.ts')).engineSchema('health'),
    async handle(cli, { options, format }) {
      const { readObjects } = await import('../../engine/objects.ts');
      const { explainAll } = await import('../../engine/explain-health.ts');
      const { gvkOf } = await import('@bowline/sync-engine/core/resource-key');
      // Health reads no name: an excerpt of an object, cut down to its status, is judged as well.
      const objects = await readObjects(cli.io, needed(options.filename, '-f'), {
        numbers: 'lossy',
        nameless: true,
      });
      const explained = await explainAll(cli.io, objects, options.customizations);
      const rows = explained.map(({ object, health, rule }) => {
        const { group, version, kind } = gvkOf(object);
        return {
          group,
          version,
          kind,
          namespace: object.metadata.namespace ?? '',
          name: object.metadata.name || (object.metadata.generateName ?? ''),
          status: health?.status ?? null,
          message: health?.message ?? '',
          rule,
        };
      });
      if (format === 'json') cli.io.out(toJson(rows));
      else if (format === 'yaml') cli.io.out(toYaml(rows));
      else
        cli.io.out(
          formatTable(
            rows,
            [
              { title: 'KIND', value: (row) => row.kind },
              { title: 'NAMESPACE', value: (row) => row.namespace },
              { title: 'NAME', value: (row) => row.name },
              { title: 'STATUS', value: (row) => row.status ?? '', tone: (row) => toneOf(row.status ?? '') },
              { title: 'MESSAGE', value: (row) => row.message },
            ],
            { wide: false, style: cli.style },
          ),
        );
      const isFine = rows.every(
        ({ status }) => status === null || status === 'Healthy' || status === 'Suspended',
      );
      return isFine ? exitCodes.ok : exitCodes.difference;
    },
  });
}
