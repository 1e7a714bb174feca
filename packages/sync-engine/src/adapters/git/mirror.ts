import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitRepository, GitResult } from '../../ports/git.ts';
import type { GitTool } from './git-command.ts';
import { runLocal, runRemote } from './git-command.ts';
import { failure } from './git-failure.ts';
import type { ObjectHeader } from './object-reader.ts';
import { ObjectReader } from './object-reader.ts';
import type { RemoteRefs } from './target-revision.ts';
import { parseLsRemote } from './target-revision.ts';

const refBytesMax = 64 * 1024 * 1024;
const lsRemoteTimeoutMs = 20_000;
const fetchTimeoutMs = 10 * 60_000;
/** Every fetch leaves a pack; beyond this many, lookups slow down. */
const fetchesPerRepack = 50;

/** Contacts the remote for its refs: one process, nothing written. */
export async function lsRemote(tool: GitTool, repo: GitRepository): Promise<GitResult<RemoteRefs>> {
  const run = await runRemote(tool, repo, {
    args: (url) => ['ls-remote', '--symref', '--', url],
    timeoutMs: lsRemoteTimeoutMs,
    stdoutBytesMax: refBytesMax,
  });
  if (!run.ok) return run;
  return { ok: true, value: parseLsRemote(run.value.stdout.toString('utf8')) };
}

/** Folder that holds all mirrors of a repository id; the id never becomes a path (X12). */
export function mirrorFolder(dataDir: string, repoId: string): string {
  return join(dataDir, 'git', hash(repoId));
}

/** One bare mirror: its lock, its fetches, its object reader. A changed URL is a different mirror (X13). */
export class Mirror {
  readonly gitDir: string;
  /** Target revision → what it last resolved to in this process. */
  readonly lastResolved = new Map<string, string>();
  private readonly tool: GitTool;
  private tail: Promise<unknown> = Promise.resolve();
  private isReady = false;
  private fetches = 0;
  private readonly contents: ObjectReader;
  private readonly headers: ObjectReader;
  /** Branches that targets were found to be: asking again for one is fetching it, which answers both questions at once. */
  readonly followed = new Set<string>();
  private readonly contacts: Shared<RemoteRefs>;
  private readonly follows: Shared<Map<string, string>>;

  constructor(tool: GitTool, dataDir: string, repo: GitRepository) {
    this.tool = tool;
    this.gitDir = join(mirrorFolder(dataDir, repo.id), `${hash(repo.url)}.git`);
    this.contents = new ObjectReader(tool, this.gitDir, '--batch');
    this.headers = new ObjectReader(tool, this.gitDir, '--batch-check');
    this.contacts = new Shared();
    this.follows = new Shared();
  }

  /** Refs of the remote. 300 Applications of a repository cost two contacts, and nobody gets an answer older than their question. */
  refs(repo: GitRepository): Promise<GitResult<RemoteRefs>> {
    return this.contacts.call(() => lsRemote(this.tool, repo));
  }

  /**
   * The tip of a followed branch, by one fetch of all followed branches; undefined when that fetch did not bring it. Shared as
   * `refs` is.
   */
  async follow(repo: GitRepository, branch: string): Promise<string | undefined> {
    const fetched = await this.follows.call(() => this.exclusive(() => this.fetchFollowed(repo)));
    if (fetched.ok) return fetched.value.get(branch);
    // One that is gone fails the fetch of all.
    this.followed.clear();
    return undefined;
  }

  private async fetchFollowed(repo: GitRepository): Promise<GitResult<Map<string, string>>> {
    const refspecs = [...this.followed].map((name) => `+refs/heads/${name}:refs/heads/${name}`);
    const fetched = await this.fetch(repo, refspecs);
    if (!fetched.ok) return fetched;
    // What this very fetch brought, changed or not.
    const report = await readFile(join(this.gitDir, 'FETCH_HEAD'), 'utf8');
    const lines = report.matchAll(/^([0-9a-f]{40,64})\t(?:not-for-merge)?\tbranch '(.+?)' of /gm);
    return { ok: true, value: new Map([...lines].map(([, id = '', name = '']) => [name, id])) };
  }

  async has(commit: string): Promise<boolean> {
    return (await this.header(`${commit}^{commit}`)) !== undefined;
  }

  async header(name: string): Promise<ObjectHeader | undefined> {
    if (!existsSync(join(this.gitDir, 'HEAD'))) return undefined;
    return (await retryOnce(() => this.headers.read(name)))?.header;
  }

  async object(name: string): Promise<{ header: ObjectHeader; contents: Buffer } | undefined> {
    if (!existsSync(join(this.gitDir, 'HEAD'))) return undefined;
    return await retryOnce(() => this.contents.read(name));
  }

  /** Makes the commit present, fetching when it is not: first all branches and tags, then the commit by its id. */
  async ensure(repo: GitRepository, commit: string): Promise<GitResult<void>> {
    if (await this.has(commit)) return { ok: true, value: undefined };
    return await this.exclusive(async () => {
      // Another caller may have fetched it while this one waited.
      if (await this.has(commit)) return { ok: true, value: undefined };
      const fetched = await this.fetch(repo, ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
      if (!fetched.ok) return fetched;
      if (await this.has(commit)) return { ok: true, value: undefined };
      if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) await this.fetch(repo, [commit]);
      if (await this.has(commit)) return { ok: true, value: undefined };
      return failure(
        'git_revision_not_found',
        `The repository has no commit ${commit.slice(0, 12)}.`,
        'It may have been removed by a force-push. Choose a branch, a tag or another commit.',
      );
    });
  }

  /** Brings every branch and tag tip, for questions that need the whole repository such as an abbreviated id. */
  async ensureAll(repo: GitRepository, refs: RemoteRefs): Promise<GitResult<void>> {
    const present = await Promise.all(refs.refs.map((ref) => this.header(ref.revision)));
    if (present.every((header) => header !== undefined)) return { ok: true, value: undefined };
    return await this.exclusive(() =>
      this.fetch(repo, ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']),
    );
  }

  async isAncestor(commit: string, of: string): Promise<boolean> {
    if (commit === of) return true;
    const run = await runLocal(this.tool, this.gitDir, ['merge-base', '--is-ancestor', commit, of]);
    return run.exitCode === 0;
  }

  /** Refs as last fetched; for questions that must not touch the network. */
  async localRefs(): Promise<RemoteRefs> {
    const none: RemoteRefs = { defaultBranch: '', head: '', refs: [] };
    if (!existsSync(join(this.gitDir, 'HEAD'))) return none;
    const run = await runLocal(this.tool, this.gitDir, ['show-ref', '--head', '--dereference']);
    return run.end === 'exited' ? parseLsRemote(run.stdout.toString('utf8').replaceAll(' ', '\t')) : none;
  }

  /** Ends the helper processes and waits for what holds the lock. */
  async close(): Promise<void> {
    await this.tail.catch(() => {});
    this.contents.stop();
    this.headers.stop();
  }

  private async fetch(repo: GitRepository, refspecs: string[]): Promise<GitResult<void>> {
    const ready = await this.prepare();
    if (!ready.ok) return ready;
    const prune = refspecs.some((refspec) => refspec.includes('*')) ? ['--prune'] : [];
    const run = await runRemote(this.tool, repo, {
      gitDir: this.gitDir,
      args: (url) => ['fetch', '--quiet', '--force', '--no-tags', ...prune, '--', url, ...refspecs],
      timeoutMs: fetchTimeoutMs,
      stdoutBytesMax: refBytesMax,
    });
    if (!run.ok) return run;
    this.fetches += 1;
    if (this.fetches % fetchesPerRepack === 0) {
      // -k keeps what no ref reaches: a Release may still name a commit that was force-pushed away.
      await runLocal(this.tool, this.gitDir, ['repack', '-a', '-d', '-k', '-q'], {
        timeoutMs: fetchTimeoutMs,
      });
    }
    return { ok: true, value: undefined };
  }

  private async prepare(): Promise<GitResult<void>> {
    if (this.isReady && existsSync(join(this.gitDir, 'HEAD'))) return { ok: true, value: undefined };
    await mkdir(this.gitDir, { recursive: true, mode: 0o700 });
    if (existsSync(join(this.gitDir, 'HEAD'))) {
      await removeStaleLocks(this.gitDir);
    } else {
      const run = await runLocal(this.tool, this.gitDir, ['init', '--bare', '--quiet', '--template=']);
      if (run.end !== 'exited' || run.exitCode !== 0) {
        return failure(
          run.end === 'not-started' ? 'tool_missing' : 'git_failed',
          'The local mirror of the repository could not be created.',
          'Check that git is installed and that the data folder is writable and not full.',
        );
      }
    }
    this.isReady = true;
    return { ok: true, value: undefined };
  }

  private exclusive<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task, task);
    this.tail = result.catch(() => {});
    return result;
  }
}

/** A call that those who come while it is under way share the next run of: nobody gets an answer older than their question. */
class Shared<T> {
  private running: Promise<GitResult<T>> | undefined;
  private queued: Promise<GitResult<T>> | undefined;

  call(task: () => Promise<GitResult<T>>): Promise<GitResult<T>> {
    if (this.running === undefined) return this.run(task);
    this.queued ??= this.running
      .catch(() => {})
      .then(() => {
        this.queued = undefined;
        return this.run(task);
      });
    return this.queued;
  }

  private run(task: () => Promise<GitResult<T>>): Promise<GitResult<T>> {
    const running = task().finally(() => {
      if (this.running === running) this.running = undefined;
    });
    this.running = running;
    return running;
  }
}

/** A process that was killed mid-fetch leaves lock files, and every later fetch would fail on them. */
async function removeStaleLocks(gitDir: string): Promise<void> {
  const names = await readdir(gitDir, { recursive: true });
  const stale = names.filter((name) => name.endsWith('.lock') || /(^|\/)tmp_[^/]+$/.test(name));
  await Promise.all(stale.map((name) => rm(join(gitDir, name), { force: true })));
}

async function retryOnce<T>(task: () => Promise<T>): Promise<T> {
  // The helper may have been stopped as idle between the question and the answer.
  return await task().catch(task);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
