import type { GitPort, GitRepository } from '@bowline/sync-engine/ports/git';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { measuredGit } from './git-metrics.ts';

const repository = (url: string): GitRepository => ({
  id: 'r',
  url,
  credential: { kind: 'none' },
  insecureSkipTlsVerify: false,
});

it('measures looks at remotes by transport and code, and never names a repository (X74)', async () => {
  let nowMs = 0;
  const clock: Clock = { now: () => new Date(0), monotonicMs: () => nowMs, schedule: () => () => {} };
  const failure = { ok: false, code: 'git_timeout', message: '', hint: '' } as const;
  const git = {
    resolve: async (repo: GitRepository) => {
      nowMs += 2_000;
      return repo.url.includes('slow') ? failure : { ok: true, value: { revision: 'a' } };
    },
    pathId: async () => ({ ok: true, value: 'tree' }),
  } as unknown as GitPort;
  const registry = new Registry();
  const measured = measuredGit(git, { registry, clock });

  expect(await measured.resolve(repository('git@slow.example.com:secret/app.git'), 'main')).toBe(failure);
  expect(await measured.resolve(repository('https://git.example.com/secret/app.git'), 'main')).toMatchObject({
    ok: true,
  });
  expect(await measured.pathId(repository('x'), 'a', '.')).toMatchObject({ value: 'tree' });

  const text = await registry.metrics();
  expect(text).toContain('bowline_git_failures_total{transport="ssh",code="git_timeout"} 1');
  expect(text).toContain(
    'bowline_git_request_seconds_sum{operation="resolve",transport="https",outcome="ok"} 2',
  );
  expect(text).not.toMatch(/secret|example/);
});
