import type { TreeNode } from '@bowline/contract';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { toneOf } from '../../output/style.ts';
import type { Shape } from '../../output/output.ts';
import { applicationCommand, findTarget } from './target.ts';

type Row = TreeNode & { depth: number };

const shape: Shape<Row> = {
  name: (row) => row.id,
  empty: 'No resources.',
  columns: [
    { title: 'KIND', value: (row) => `${'  '.repeat(row.depth)}${row.key.kind}` },
    { title: 'NAMESPACE', value: (row) => row.key.namespace },
    { title: 'NAME', value: (row) => row.key.name },
    {
      title: 'HEALTH',
      value: (row) => row.health?.status ?? '',
      tone: (row) => toneOf(row.health?.status ?? ''),
    },
    { title: 'SYNC', value: (row) => syncText(row), tone: (row) => toneOf(row.sync ?? '') },
    { title: 'WAVE', value: (row) => (row.parent === null ? String(row.wave) : ''), wide: true },
    { title: 'IMAGES', value: (row) => row.images.join(' '), wide: true },
    { title: 'MESSAGE', value: (row) => row.health?.message || row.message },
  ],
};

function syncText(row: TreeNode): string {
  if (row.hookPhases.length > 0) return `hook ${row.hookPhases.join(',')}`;
  return row.sync === 'OutOfSync' && row.reasons.length > 0
    ? `${row.sync} (${row.reasons.join(',')})`
    : (row.sync ?? '');
}

/** `bowline app resources`. */
export function appResources(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'resources')
    .argument('[resource]', 'Kind/name or group/kind/namespace/name: this one in full')
    .description('the tree of resources with health and sync')
    .option('--managed', 'only what is in git, without what came of it');
  run<{ project?: string; managed?: boolean }>(
    command,
    io,
    async (cli, { args: [text = '', resource], options }) => {
      const client = cli.client();
      const { project } = options;
      const params = await findTarget(cli, client, { text, project });
      const tree = await client.call('getTree', { params });
      if (resource !== undefined) {
        const { id } = findResource(tree.nodes, resource);
        const detail = await client.call('getResource', { params, query: { id } });
        return cli.output.one(detail, {
          name: () => id,
          describe: (value) => value.liveYaml || value.desiredYaml || `${value.unknown}\n`,
        });
      }
      if (tree.freshness !== 'live')
        cli.io.err(`${tree.freshness}, as of ${tree.asOf ?? 'never'}: ${tree.message}\n`);
      const rows = withDepth(tree.nodes);
      cli.output.list(options.managed ? rows.filter((row) => row.depth === 0) : rows, shape);
    },
  );
}

/** Depth first, children below their parents; a node whose parent is not there stands at the top. */
export function withDepth(nodes: readonly TreeNode[]): Row[] {
  const ids = new Set(nodes.map((node) => node.id));
  const children = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    const parent = node.parent !== null && ids.has(node.parent) ? node.parent : '';
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const rows: Row[] = [];
  const open = (children.get('') ?? []).map((node) => ({ node, depth: 0 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    rows.push({ ...node, depth });
    open.push(...(children.get(node.id) ?? []).map((child) => ({ node: child, depth: depth + 1 })).reverse());
  }
  return rows;
}

/** The node that a text names: its id, or `Kind/name` when only one has it. Throws CliFailure. */
export function findResource(nodes: readonly TreeNode[], text: string): TreeNode {
  const byId = nodes.find((node) => node.id === text);
  if (byId) return byId;
  const [kind = '', name = '', ...rest] = text.split('/');
  const found = nodes.filter(
    ({ key }) => rest.length === 0 && key.kind.toLowerCase() === kind.toLowerCase() && key.name === name,
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only)
    throw new CliFailure(`${found.length} resources are called "${text}".`, {
      hint: `Use an id: ${found.map((node) => node.id).join(', ')}.`,
    });
  throw new CliFailure(`The Application has no resource "${text}".`, {
    code: 'not_found',
    hint: 'Write Kind/name, or an id of `bowline app resources -o name`.',
  });
}
