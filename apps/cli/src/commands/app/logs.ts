import type { TreeNode } from '@bowline/contract';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { serverSentEvents } from '../../follow/server-sent-events.ts';
import { duration, integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { printable } from '../../output/printable.ts';
import { findResource } from './resources.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = {
  project?: string;
  container?: string;
  follow?: boolean;
  previous?: boolean;
  tail: number;
  since?: number;
  timestamps?: boolean;
};
type Line = { pod: string; container: string; time: string; text: string };

/** `bowline app logs`. */
export function appLogs(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'logs')
    .argument('[resource]', 'Kind/name or id: a Pod, or a workload for all its Pods')
    .description('log lines of containers')
    .option('-c, --container <name>', 'container (default: all of them)')
    .option('-f, --follow', 'go on as lines come')
    .option('--previous', 'of the container before its last restart')
    .option('--tail <count>', 'last lines of each container', integer(1, 10_000), 500)
    .option('--since <duration>', 'only lines newer than this', duration)
    .option('--timestamps', 'the time before each line');
  run<Options>(command, io, async (cli, { args: [text = '', resource], options }) => {
    const client = cli.client();
    const { project, container, follow, previous, tail, since } = options;
    const params = await findTarget(cli, client, { text, project });
    const { nodes } = await client.call('getTree', { params });
    const { id, key } = resource === undefined ? onlyWorkload(nodes) : findResource(nodes, resource);
    const query = {
      id,
      tail,
      // The query schema reads words; the client writes what it is given.
      follow: follow ? 'true' : 'false',
      previous: previous ? 'true' : 'false',
      ...(container === undefined ? {} : { container }),
      ...(since === undefined ? {} : { since: Math.ceil(since / 1000) }),
    };
    const response = await client.open('streamLogs', {
      params,
      query,
      headers: { accept: 'text/event-stream' },
    });
    let pods = new Set<string>();
    for await (const { event, data } of serverSentEvents(response.body ?? emptyBody())) {
      const value = JSON.parse(data) as Line & { code: string; message: string };
      if (event === 'end') return exitCodes.ok;
      if (event === 'error') throw new CliFailure(value.message, { code: value.code });
      if (cli.options.output === 'json') {
        cli.io.out(`${JSON.stringify(value)}\n`);
        continue;
      }
      const place = value.container === '' ? value.pod : `${value.pod}/${value.container}`;
      pods = pods.add(place);
      // Who wrote a line is told from the first one on, where more may come.
      const prefix = pods.size > 1 || key.kind !== 'Pod' ? `${place} ` : '';
      const time = options.timestamps ? `${value.time} ` : '';
      cli.io.out(`${cli.style(prefix, 'dim')}${time}${printable(value.text)}\n`);
    }
    throw new CliFailure('The log stream was cut off.');
  });
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

/** The workload to read logs of when none is named. Throws CliFailure when that is not clear. */
function onlyWorkload(nodes: readonly TreeNode[]): TreeNode {
  const workloads = nodes.filter(
    ({ key, parent }) =>
      parent === null &&
      ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet', 'Pod'].includes(key.kind),
  );
  const [only] = workloads;
  if (only && workloads.length === 1) return only;
  throw new CliFailure(
    only ? `The Application has ${workloads.length} workloads.` : 'The Application has no workload.',
    only ? { hint: `Name one: ${workloads.map(({ key }) => `${key.kind}/${key.name}`).join(', ')}.` } : {},
  );
}
