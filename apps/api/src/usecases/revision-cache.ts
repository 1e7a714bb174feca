import type { CommitInfo, GitPort, GitRepository, GitResult } from '@bowline/sync-engine/ports/git';
import type { Clock } from '@bowline/sync-engine/ports/time';

type Entry = { askedAt: number; answer: Promise<GitResult<{ revision: string }>> };

/** Resolved target revisions, shared by all Applications of a repository: 300 of them on one branch ask the remote once. */
export type RevisionCache = {
  /** Resolves, reusing an answer asked for at or after `notBeforeMs` (monotonic milliseconds). Failures are never reused. */
  resolve(
    repository: GitRepository,
    targetRevision: string,
    notBeforeMs: number,
  ): Promise<GitResult<{ revision: string }>>;
  /** Commit author, date, subject; remembered for good, since a commit never changes. */
  commitInfo(repository: GitRepository, revision: string): Promise<GitResult<CommitInfo>>;
};

const commitsMax = 5000;

export function revisionCache(git: GitPort, clock: Clock): RevisionCache {
  const entries = new Map<string, Entry>();
  const commits = new Map<string, CommitInfo>();

  return {
    resolve(repository, targetRevision, notBeforeMs) {
      const key = `${repository.id}\n${targetRevision}`;
      const known = entries.get(key);
      if (known && known.askedAt >= notBeforeMs) return known.answer;
      const entry: Entry = { askedAt: clock.monotonicMs(), answer: git.resolve(repository, targetRevision) };
      entries.set(key, entry);
      const forget = () => entries.get(key) === entry && entries.delete(key);
      entry.answer.then((result) => result.ok || forget(), forget);
      return entry.answer;
    },
    async commitInfo(repository, revision) {
      const key = `${repository.id}\n${revision}`;
      const known = commits.get(key);
      if (known) return { ok: true, value: known };
      const result = await git.commitInfo(repository, revision);
      if (result.ok) {
        if (commits.size >= commitsMax) commits.delete(commits.keys().next().value ?? '');
        commits.set(key, result.value);
      }
      return result;
    },
  };
}
