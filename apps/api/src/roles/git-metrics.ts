import type { GitPort, GitRepository, GitResult } from '@bowline/sync-engine/ports/git';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { Counter, Histogram, type Registry } from 'prom-client';

/** The same git, with the time and the failures of what contacts a remote measured. Labels never name a repository (X74). */
export function measuredGit(
  git: GitPort,
  { registry, clock }: { registry: Registry; clock: Clock },
): GitPort {
  const seconds = new Histogram({
    name: 'bowline_git_request_seconds',
    help: 'Time of looking at a remote repository, fetching included.',
    labelNames: ['operation', 'transport', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers: [registry],
  });
  const failures = new Counter({
    name: 'bowline_git_failures_total',
    help: 'Looks at a remote repository that failed, by error code.',
    labelNames: ['transport', 'code'],
    registers: [registry],
  });
  const measure = async <T>(
    operation: string,
    repository: GitRepository,
    call: () => Promise<GitResult<T>>,
  ): Promise<GitResult<T>> => {
    const startedMs = clock.monotonicMs();
    const transport = transportOf(repository.url);
    const result = await call();
    const outcome = result.ok ? 'ok' : 'failed';
    seconds.observe({ operation, transport, outcome }, (clock.monotonicMs() - startedMs) / 1000);
    if (!result.ok) failures.inc({ transport, code: result.code });
    return result;
  };
  return {
    testConnection: (repo) => measure('test', repo, () => git.testConnection(repo)),
    listRefs: (repo) => measure('list-refs', repo, () => git.listRefs(repo)),
    resolve: (repo, target) => measure('resolve', repo, () => git.resolve(repo, target)),
    isReachable: (...args) => git.isReachable(...args),
    commitInfo: (...args) => git.commitInfo(...args),
    pathId: (...args) => git.pathId(...args),
    listTree: (...args) => git.listTree(...args),
    readFiles: (...args) => git.readFiles(...args),
    checkout: (...args) => git.checkout(...args),
    forget: (repoId) => git.forget(repoId),
  };
}

function transportOf(url: string): 'http' | 'https' | 'ssh' | 'other' {
  const scheme = /^(https?|ssh):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https' || scheme === 'ssh') return scheme;
  return /^[\w.-]+@[^/:]+:/.test(url) ? 'ssh' : 'other';
}
