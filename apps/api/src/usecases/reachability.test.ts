import type { GitPort, GitRepository, GitResult } from '@bowline/sync-engine/ports/git';
import { expect, it } from 'vitest';
import type { Context } from './context.ts';
import { askReachable, rememberedReachable } from './reachability.ts';

function git() {
  const state = { nowMs: 0, calls: 0, answer: (_value: GitResult<boolean>) => {} };
  const port = {
    isReachable: () => {
      state.calls += 1;
      return new Promise<GitResult<boolean>>((resolve) => (state.answer = resolve));
    },
  } as unknown as GitPort; // the one call that is made
  const clock = { monotonicMs: () => state.nowMs };
  const log = { warn: () => {} };
  return { state, ctx: { git: port, clock, log } as unknown as Context };
}
const query = { repository: { id: 'r' } as GitRepository, revision: 'abc', targetRevision: 'main' };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('answers a page at once, asks git once behind its back, and tells at the next look', async () => {
  const { state, ctx } = git();
  expect([rememberedReachable(ctx, query), rememberedReachable(ctx, query)]).toEqual([true, true]);
  expect(state.calls).toBe(1);
  state.answer({ ok: true, value: false });
  await turn();
  expect(rememberedReachable(ctx, query)).toBe(false);
  expect(state.calls).toBe(1);
  state.nowMs = 31_000;
  expect(rememberedReachable(ctx, query)).toBe(false);
  expect(state.calls).toBe(2);
});

it('keeps no failure, and asks again after one', async () => {
  const { state, ctx } = git();
  rememberedReachable(ctx, query);
  state.answer({ ok: false, code: 'git_unreachable', message: '', hint: '' } as GitResult<boolean>);
  await turn();
  expect(rememberedReachable(ctx, query)).toBe(true);
  expect(state.calls).toBe(2);
});

it('always asks before something is started', async () => {
  const { state, ctx } = git();
  const first = askReachable(ctx, query);
  state.answer({ ok: true, value: true });
  expect(await first).toBe(true);
  const second = askReachable(ctx, query);
  state.answer({ ok: false, code: 'git_revision_not_found', message: '', hint: '' } as GitResult<boolean>);
  expect(await second).toBe(false);
  expect(state.calls).toBe(2);
});
