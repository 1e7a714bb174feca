/** What the engine needs of git. Implemented by adapters/git over bare mirrors and the real `git`. */

export type GitCredential =
  | { kind: 'none' }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'bearer'; token: string }
  | { kind: 'ssh'; privateKey: string; knownHosts: string };

/** A repository as the adapter needs it: identity, URL without userinfo, opened credential, TLS choices. */
export type GitRepository = {
  id: string;
  url: string;
  credential: GitCredential;
  insecureSkipTlsVerify: boolean;
  caPem?: string;
  proxy?: string;
};

export type GitFailure = {
  /** git_unreachable, git_auth_failed, git_host_key_unknown, git_not_found, git_revision_not_found, git_path_not_found, git_timeout, egress_refused, git_failed */
  code: string;
  message: string;
  hint: string;
};
export type GitResult<T> = { ok: true; value: T } | ({ ok: false } & GitFailure);

export type CommitInfo = { revision: string; author: string; email: string; date: string; message: string };
export type TreeEntry = {
  path: string;
  kind: 'file' | 'directory' | 'symlink' | 'submodule';
  id: string;
  sizeBytes: number;
};
export type GitRef = { name: string; kind: 'branch' | 'tag'; revision: string };

export interface GitPort {
  /** Contacts the remote and says exactly what failed. Writes nothing. */
  testConnection(repo: GitRepository): Promise<GitResult<{ defaultBranch: string; refs: number }>>;
  /** All branches and tags of the remote (one ls-remote). */
  listRefs(repo: GitRepository): Promise<GitResult<{ defaultBranch: string; refs: GitRef[] }>>;
  /** Target revision (branch, tag, full or short SHA, semver range over tags, '' or HEAD) → commit id, fetching when the mirror lacks it (SRC-2). */
  resolve(repo: GitRepository, targetRevision: string): Promise<GitResult<{ revision: string }>>;
  /** Local mirror only: whether `revision` is an ancestor of (or equal to) what `targetRevision` last resolved to. */
  isReachable(repo: GitRepository, revision: string, targetRevision: string): Promise<GitResult<boolean>>;
  commitInfo(repo: GitRepository, revision: string): Promise<GitResult<CommitInfo>>;
  /** Tree or blob id of a path at a commit; the key of every render cache. */
  pathId(repo: GitRepository, revision: string, path: string): Promise<GitResult<string>>;
  listTree(
    repo: GitRepository,
    revision: string,
    path: string,
    options: { recurse: boolean },
  ): Promise<GitResult<TreeEntry[]>>;
  /** Blob contents; fails above `sizeBytesMax` per file. */
  readFiles(
    repo: GitRepository,
    revision: string,
    paths: string[],
    options: { sizeBytesMax: number },
  ): Promise<GitResult<Map<string, Buffer>>>;
  /** Writes the tree of `revision` (or the sub-tree `path`) into `dir`: no hooks, filters, LFS, submodules; symlinks out of the tree refused (X2, X8). */
  checkout(repo: GitRepository, revision: string, path: string, dir: string): Promise<GitResult<void>>;
  /** Removes the local mirror. */
  forget(repoId: string): Promise<void>;
}
