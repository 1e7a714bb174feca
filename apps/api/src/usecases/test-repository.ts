import type { ConnectionTest } from '@bowline/contract';
import type { GitCredential, GitRepository } from '@bowline/sync-engine/ports/git';
import type { z } from 'zod';
import { chartCredential, repositoryStore } from '../store/repository.ts';
import { hostOf } from '../store/repository-url.ts';
import type { Context } from './context.ts';
import type { RepositoryBody } from './save-repository.ts';

/** Contacts a repository, saved or not, and says exactly what failed. Nothing is saved but the state of a registered one. */
export async function testRepository(
  ctx: Pick<Context, 'db' | 'git' | 'charts' | 'clock'>,
  body: RepositoryBody,
): Promise<z.input<typeof ConnectionTest>> {
  const credential = body.credential ?? (await storedCredential(ctx, body));
  const startedMs = ctx.clock.monotonicMs();
  const result = await contact(ctx, body, credential);
  const latencyMs = Math.round(ctx.clock.monotonicMs() - startedMs);
  await saveState(ctx, body, { result, latencyMs });
  if (result.ok) return { ok: true, code: '', hint: '', ...result.value, latencyMs };
  const { code, message, hint } = result;
  return { ok: false, code, message, hint, defaultBranch: '', refs: 0, latencyMs };
}

type Contact =
  | { ok: true; value: { message: string; defaultBranch: string; refs: number } }
  | { ok: false; code: string; message: string; hint: string };

async function contact(
  ctx: Pick<Context, 'git' | 'charts'>,
  body: RepositoryBody,
  credential: GitCredential,
): Promise<Contact> {
  const { spec } = body;
  if ((spec.type ?? 'git') === 'git') {
    const answer = await ctx.git.testConnection(toGit(body, credential));
    if (!answer.ok) return answer;
    const { defaultBranch, refs } = answer.value;
    return { ok: true, value: { message: `Connected: ${refs} branches and tags.`, defaultBranch, refs } };
  }
  const answer = await ctx.charts.testConnection({
    url: spec.url,
    credential: chartCredential(credential),
    insecureSkipTlsVerify: spec.insecureSkipTlsVerify ?? false,
    ...(spec.caPem && { caPem: spec.caPem }),
  });
  if (!answer.ok) return answer;
  const { charts } = answer.value;
  const message = charts === null ? 'Connected: a registry.' : `Connected: ${charts} charts.`;
  return { ok: true, value: { message, defaultBranch: '', refs: 0 } };
}

// The stored credential goes to the host it was stored for, and to no other (X26).
async function storedCredential(ctx: Pick<Context, 'db'>, body: RepositoryBody): Promise<GitCredential> {
  const stored = await repositoryStore(ctx.db).find(body.metadata.name);
  const isSame =
    stored !== null &&
    stored.type === (body.spec.type ?? 'git') &&
    hostOf(stored.url) === hostOf(body.spec.url) &&
    stored.proxy === (body.spec.proxy ?? '') &&
    stored.caPem === (body.spec.caPem ?? '') &&
    stored.insecureSkipTlsVerify === (body.spec.insecureSkipTlsVerify ?? false);
  if (!isSame) return { kind: 'none' };
  const store = repositoryStore(ctx.db);
  const opened = (await store.open(stored.name)) ?? (await store.openChart(stored.name));
  return opened?.credential ?? { kind: 'none' };
}

function toGit(body: RepositoryBody, credential: GitCredential): GitRepository {
  const { spec } = body;
  return {
    id: `test-${body.metadata.name}`,
    url: spec.url,
    credential,
    insecureSkipTlsVerify: spec.insecureSkipTlsVerify ?? false,
    ...(spec.caPem && { caPem: spec.caPem }),
    ...(spec.proxy && { proxy: spec.proxy }),
  };
}

type Tested = { result: Contact; latencyMs: number };

async function saveState(
  ctx: Pick<Context, 'db' | 'clock'>,
  body: RepositoryBody,
  { result, latencyMs }: Tested,
): Promise<void> {
  const stored = await repositoryStore(ctx.db).find(body.metadata.name);
  if (stored?.url !== body.spec.url || body.credential !== undefined) return;
  await repositoryStore(ctx.db).setState(stored.name, {
    state: result.ok ? 'connected' : 'failed',
    code: result.ok ? '' : result.code,
    message: result.ok ? '' : result.message,
    checkedAt: ctx.clock.now().toISOString(),
    latencyMs,
    ...(result.ok && { defaultBranch: result.value.defaultBranch }),
  });
}
