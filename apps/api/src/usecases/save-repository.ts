import { type RepositoryInput, topics } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { GitCredential } from '@bowline/sync-engine/ports/git';
import type { z } from 'zod';
import { auditStore } from '../store/audit.ts';
import { notFound } from '../store/conflict.ts';
import type { Db } from '../store/database.ts';
import { outboxStore } from '../store/outbox.ts';
import { type RepositoryRecord, repositoryStore } from '../store/repository.ts';
import { hostOf, withoutUserinfo } from '../store/repository-url.ts';
import { wake } from '../store/wake.ts';
import type { Caller, Context } from './context.ts';

export type RepositoryBody = z.infer<typeof RepositoryInput>;
type Input = { body: RepositoryBody; caller: Caller; ifVersion?: number };

/** Registers a Repository; nothing is contacted. Throws already_exists, invalid_request. */
export async function createRepository(ctx: Pick<Context, 'db'>, input: Input): Promise<RepositoryRecord> {
  refuseSecretInUrl(input.body.spec.url);
  refuseOtherType(input.body);
  return ctx.db.transaction(async (tx) => {
    const created = await repositoryStore(tx).create(columnsOf(input.body));
    await announce(tx, { ...input, action: 'repository.create', before: null, after: created });
    return created;
  });
}

/**
 * Replaces a Repository. A credential that is not sent is kept, but never for another host: whoever may edit the URL must
 * not have the old credential sent to a server of theirs (X26). Throws not_found, version_mismatch, invalid_request.
 */
export async function updateRepository(ctx: Pick<Context, 'db'>, input: Input): Promise<RepositoryRecord> {
  const { body } = input;
  refuseSecretInUrl(body.spec.url);
  refuseOtherType(body);
  return ctx.db.transaction(async (tx) => {
    const before = await repositoryStore(tx).find(body.metadata.name);
    if (!before) throw notFound('Repository', body.metadata.name);
    refuseChangedType(before, body);
    refuseMovedCredential(before, body);
    const options = input.ifVersion === undefined ? {} : { ifVersion: input.ifVersion };
    const after = await repositoryStore(tx).update(columnsOf(body), options);
    await announce(tx, { ...input, action: 'repository.update', before, after });
    return after;
  });
}

/** Sources that were git would be asked for charts: whoever means that registers another one. */
function refuseChangedType(before: RepositoryRecord, { spec }: RepositoryBody): void {
  if ((spec.type ?? 'git') === before.type) return;
  throw invalid(
    `body.spec.type: this Repository is of type ${before.type} and stays so.`,
    'Send that type, or register another Repository.',
  );
}

function refuseMovedCredential(before: RepositoryRecord, body: RepositoryBody): void {
  const keepsCredential = body.credential === undefined && before.credentialKind !== 'none';
  if (!keepsCredential) return;
  const isWeaker = !before.insecureSkipTlsVerify && body.spec.insecureSkipTlsVerify === true;
  const isElsewhere =
    hostOf(before.url) !== hostOf(body.spec.url) || (body.spec.proxy ?? '') !== before.proxy;
  const trustsOther = (body.spec.caPem ?? '') !== before.caPem;
  if (!isWeaker && !isElsewhere && !trustsOther) return;
  throw invalid(
    'body.credential: send the credential again when host, proxy or TLS settings change.',
    'The stored one is never sent to another server.',
  );
}

function refuseSecretInUrl(url: string): void {
  if (withoutUserinfo(url) === url) return;
  throw invalid('body.spec.url: must not hold a user name or password.', 'Send them as the credential.');
}

function invalid(message: string, hint: string): AppError {
  return new AppError({ code: 'invalid_request', status: 400, message, hint });
}

/** What a Helm repository or a registry cannot have. */
function refuseOtherType({ spec, credential }: RepositoryBody): void {
  if ((spec.type ?? 'git') === 'git') return;
  if (credential?.kind === 'ssh')
    throw invalid(
      'body.credential.kind: charts and artifacts are not read over SSH.',
      'Use basic or bearer.',
    );
  if ((spec.proxy ?? '') !== '')
    throw invalid('body.spec.proxy: a proxy is for git repositories.', 'Leave it out.');
  if (spec.type === 'oci' && !/^oci:\/\//i.test(spec.url))
    throw invalid(
      'body.spec.url: an OCI registry is written oci://host/path.',
      'Correct it, or use type helm.',
    );
  if (!/^(https?|oci):\/\//i.test(spec.url))
    throw invalid('body.spec.url: write https://… or oci://….', 'Correct the scheme.');
}

function columnsOf(body: RepositoryBody) {
  const { metadata, spec } = body;
  return {
    name: metadata.name,
    type: spec.type ?? ('git' as const),
    url: spec.url,
    project: metadata.project ?? null,
    insecureSkipTlsVerify: spec.insecureSkipTlsVerify ?? false,
    caPem: spec.caPem ?? '',
    proxy: spec.proxy ?? '',
    pollSeconds: spec.pollSeconds ?? null,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    managedBy: null,
    ...(body.credential && { credential: body.credential satisfies GitCredential }),
    ...(body.webhookSecret !== undefined && { webhookSecret: body.webhookSecret }),
  };
}

type Change = Input & { action: string; before: RepositoryRecord | null; after: RepositoryRecord };

async function announce(tx: Db, { action, before, after, caller }: Change): Promise<void> {
  await auditStore(tx).append({
    ...caller,
    action,
    object: { kind: 'Repository', project: after.project, name: after.name },
    outcome: 'succeeded',
    before: before && auditView(before),
    after: auditView(after),
  });
  await outboxStore(tx).append([
    { topic: topics.repositories(), type: 'patch', project: after.project, data: { name: after.name } },
  ]);
  await wake(tx, { kind: 'repository', name: after.name });
}

/** What the trail keeps: everything but secrets. */
export function auditView(record: RepositoryRecord): Record<string, unknown> {
  const { type, url, project, credentialKind, hasWebhookSecret, insecureSkipTlsVerify, proxy, pollSeconds } =
    record;
  return {
    type,
    url,
    project,
    credentialKind,
    hasWebhookSecret,
    insecureSkipTlsVerify,
    proxy: withoutUserinfo(proxy),
    pollSeconds,
  };
}
