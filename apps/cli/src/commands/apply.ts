import type { ApplyResult, ClusterInput, RepositoryInput } from '@bowline/contract';
import { ApiError, type Client } from '@bowline/contract/client';
import { deepEqual } from '@bowline/sync-engine/core/schema/json';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../cli.ts';
import { CliFailure, type ExitCode, exitCodes } from '../failure.ts';
import { readDocuments, type SourceDocument } from '../input/documents.ts';
import { collect } from '../input/flags.ts';
import type { Shape } from '../output/output.ts';
import type { Tone } from '../output/style.ts';
import type { CommandIo } from './command.ts';

type Result = z.infer<typeof ApplyResult>['results'][number];
type Options = { filename: string[]; dryRun?: boolean; project?: string };

const outcomeTones: Record<Result['outcome'], Tone> = {
  created: 'good',
  configured: 'good',
  unchanged: 'dim',
  planned: 'warn',
  failed: 'bad',
};

const shape: Shape<Result> = {
  name: (row) => `${row.kind.toLowerCase()}/${row.project === '' ? '' : `${row.project}/`}${row.name}`,
  columns: [
    { title: 'KIND', value: (row) => row.kind },
    { title: 'PROJECT', value: (row) => row.project },
    { title: 'NAME', value: (row) => row.name },
    { title: 'OUTCOME', value: (row) => row.outcome, tone: (row) => outcomeTones[row.outcome] },
    { title: 'MESSAGE', value: (row) => messageOf(row) },
  ],
};

function messageOf(row: Result): string {
  const code = row.code === '' ? '' : `[${row.code}] `;
  return `${code}${row.message}${row.planId === null ? '' : ` Plan ${row.planId} waits for approval.`}`;
}

/** `bowline apply`. */
export function applyCommand(parent: Command, io: CommandIo): void {
  const command = parent
    .command('apply')
    .description(
      'create or update objects from YAML or JSON: Applications and Projects (Bowline or Argo CD), Repositories, Clusters',
    )
    .requiredOption('-f, --filename <path>', 'file, folder or - for standard input; repeat for more', collect)
    .option('-p, --project <name>', 'Project of Applications that name none')
    .option('--dry-run', 'check and say what would happen');
  run<Options>(command, io, async (cli, { options }) => {
    const documents: SourceDocument[] = [];
    for (const path of options.filename) documents.push(...(await readDocuments(cli.io, path)));
    if (documents.length === 0) throw new CliFailure('There is nothing to apply.');
    for (const { value, origin } of documents) {
      if (typeof value.kind !== 'string' || value.kind === '')
        throw new CliFailure(`${origin}: the object has no kind.`);
    }
    const client = cli.client();
    const isDryRun = options.dryRun === true;
    const results: Result[] = [];
    // What Applications need comes first.
    for (const { value } of documents.filter(isRegistered))
      results.push(await applyRegistered(client, value, isDryRun));
    const others = documents.filter((document) => !isRegistered(document));
    if (others.length > 0) {
      const objects = others.map(({ value }) => withProject(value, options.project)) as { kind: string }[];
      const answer = await client.call('applyObjects', { body: { objects, dryRun: isDryRun } });
      results.push(...answer.results);
    }
    cli.output.list(results, shape);
    return exitCodeOf(results);
  });
}

/** A failed object decides, then one that waits for approval. */
function exitCodeOf(results: readonly Result[]): ExitCode {
  if (results.some((result) => result.outcome === 'failed')) return exitCodes.error;
  return results.some((result) => result.outcome === 'planned') ? exitCodes.needsApproval : exitCodes.ok;
}

function withProject(value: Record<string, unknown>, project: string | undefined): Record<string, unknown> {
  if (project === undefined || value.kind !== 'Application') return value;
  const spec = (value.spec ?? {}) as Record<string, unknown>;
  return { ...value, spec: { ...spec, project: spec.project ?? project } };
}

function isRegistered({ value }: SourceDocument): boolean {
  return (
    String(value.apiVersion ?? '').startsWith('bowline.dev/') &&
    (value.kind === 'Repository' || value.kind === 'Cluster')
  );
}

async function applyRegistered(
  client: Client,
  value: Record<string, unknown>,
  isDryRun: boolean,
): Promise<Result> {
  const { status: _status, can: _can, ...document } = value;
  const name = String((document.metadata as { name?: unknown } | undefined)?.name ?? '');
  const base = { kind: String(value.kind), project: '', name, code: '', message: '', planId: null };
  try {
    const outcome =
      value.kind === 'Repository'
        ? await applyRepository(client, name, document as z.input<typeof RepositoryInput>, isDryRun)
        : await applyCluster(client, name, document as z.input<typeof ClusterInput>, isDryRun);
    return { ...base, outcome };
  } catch (error) {
    if (error instanceof CliFailure)
      return { ...base, outcome: 'failed', code: error.code, message: error.message };
    if (!(error instanceof ApiError) || error.problem.status === 0 || error.problem.status === 401)
      throw error;
    return { ...base, outcome: 'failed', code: error.problem.code, message: error.problem.detail };
  }
}

// The API checks the body; what this program knows of it is where it was read from.
async function applyRepository(
  client: Client,
  name: string,
  body: z.input<typeof RepositoryInput>,
  isDryRun: boolean,
): Promise<Result['outcome']> {
  const before = await found(client.call('getRepository', { params: { name } }));
  if (!before) {
    if (!isDryRun) await client.call('createRepository', { body });
    return 'created';
  }
  const isSame =
    deepEqual({ type: 'git', ...before.spec }, { type: 'git', ...body.spec }) &&
    body.credential === undefined &&
    body.webhookSecret === undefined &&
    sameLabels(before, body);
  if (isSame) return 'unchanged';
  if (!isDryRun) await client.call('updateRepository', { params: { name }, body });
  return 'configured';
}

async function applyCluster(
  client: Client,
  name: string,
  body: z.input<typeof ClusterInput>,
  isDryRun: boolean,
): Promise<Result['outcome']> {
  const before = await found(client.call('getCluster', { params: { name } }));
  if (!before) {
    if (body.kubeconfig === undefined)
      throw new CliFailure(
        `It has no kubeconfig. Register it with \`bowline cluster add ${name}\`, then apply again.`,
      );
    if (!isDryRun) await client.call('createCluster', { body });
    return 'created';
  }
  const isSame =
    body.kubeconfig === undefined &&
    deepEqual(before.spec.namespaces, body.spec?.namespaces ?? []) &&
    sameLabels(before, body);
  if (isSame) return 'unchanged';
  if (!isDryRun) await client.call('updateCluster', { params: { name }, body });
  return 'configured';
}

async function found<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === 'not_found') return null;
    throw error;
  }
}

type Labelled = { metadata?: { labels?: object; annotations?: object } };

function sameLabels(before: Labelled, after: Labelled): boolean {
  return (
    deepEqual(before.metadata?.labels ?? {}, after.metadata?.labels ?? {}) &&
    deepEqual(before.metadata?.annotations ?? {}, after.metadata?.annotations ?? {})
  );
}
