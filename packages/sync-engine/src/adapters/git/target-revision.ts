import semver from 'semver';
import { parsePrefixedTarget } from '../../core/source-target.ts';
import type { GitRef } from '../../ports/git.ts';
import { highestVersion } from './highest-version.ts';

/** What a target revision means given the refs of the remote, without any call (SRC-2, X14). */
export type TargetResolution =
  | { kind: 'ref'; name: string; revision: string }
  /** A commit id, whole or abbreviated: only the objects can tell. */
  | { kind: 'commit'; prefix: string }
  | { kind: 'none' };

export type RemoteRefs = { defaultBranch: string; head: string; refs: GitRef[] };

const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const abbreviatedId = /^[0-9a-f]{7,63}$/;

/**
 * Order: full commit id (a branch named like one never shadows it, X14), branch, tag, semver range over tags, abbreviated id.
 * `refs/heads/x`, `heads/x`, `refs/tags/x` and `tags/x` name one kind explicitly.
 */
export function resolveTarget(targetRevision: string, remote: RemoteRefs): TargetResolution {
  const target = targetRevision.trim();
  if (target === '' || target === 'HEAD') {
    return remote.head === ''
      ? { kind: 'none' }
      : { kind: 'ref', name: remote.defaultBranch, revision: remote.head };
  }
  const prefixed = parsePrefixedTarget(target);
  if (prefixed !== undefined) {
    const tag = highestTag(prefixed.range, remote.refs, prefixed.tagPrefix);
    return tag === undefined ? { kind: 'none' } : { kind: 'ref', name: tag.name, revision: tag.revision };
  }
  if (fullId.test(target)) return { kind: 'commit', prefix: target };
  const explicit = /^(?:refs\/)?(heads|tags)\/(.+)$/.exec(target);
  const wanted = explicit === null ? undefined : explicit[1] === 'heads' ? 'branch' : 'tag';
  const name = explicit?.[2] ?? target;
  for (const kind of ['branch', 'tag'] as const) {
    if (wanted !== undefined && wanted !== kind) continue;
    const found =
      remote.refs.find((ref) => ref.kind === kind && ref.name === name) ??
      (explicit === null ? undefined : remote.refs.find((ref) => ref.kind === kind && ref.name === target));
    if (found !== undefined) return { kind: 'ref', name: found.name, revision: found.revision };
  }
  const tag = highestTag(target, remote.refs);
  if (tag !== undefined) return { kind: 'ref', name: tag.name, revision: tag.revision };
  return abbreviatedId.test(target) ? { kind: 'commit', prefix: target } : { kind: 'none' };
}

/**
 * The highest tag within a semver range; a `v` before the version is accepted. A plain version is a tag name, not a range,
 * unless tags have a prefix: then only those count, without it.
 */
function highestTag(range: string, refs: GitRef[], prefix = ''): GitRef | undefined {
  if (prefix === '') {
    const isRange = semver.valid(range) === null && range.length <= 256;
    // `semver` reads any hex-looking text such as 1234567 as a range; without an operator, x or dot it is an id.
    if (!isRange || (/^[0-9a-f]+$/.test(range) && range.length >= 7)) return undefined;
  }
  const tags = refs.filter((ref) => ref.kind === 'tag' && ref.name.startsWith(prefix));
  const best = highestVersion(
    tags.map((ref) => ref.name.slice(prefix.length)),
    range,
  );
  return best === undefined ? undefined : tags.find((ref) => ref.name === prefix + best);
}

/** Reads `git ls-remote --symref`; annotated tags stand for the commit they point at. */
export function parseLsRemote(output: string): RemoteRefs {
  let defaultBranch = '';
  let head = '';
  const branches: GitRef[] = [];
  const tags = new Map<string, string>();
  for (const line of output.split('\n')) {
    const symref = /^ref: refs\/heads\/(\S+)\tHEAD$/.exec(line);
    if (symref !== null) {
      defaultBranch = symref[1]!;
      continue;
    }
    const [, id, name] = /^([0-9a-f]{40,64})\t(\S+)$/.exec(line) ?? [];
    if (id === undefined || name === undefined) continue;
    if (name === 'HEAD') head = id;
    else if (name.startsWith('refs/heads/'))
      branches.push({ name: name.slice(11), kind: 'branch', revision: id });
    else if (name.startsWith('refs/tags/')) tags.set(name.slice(10).replace(/\^\{\}$/, ''), id);
  }
  // A detached HEAD has no symref; the branch at the same commit stands in for display.
  if (defaultBranch === '') defaultBranch = branches.find((ref) => ref.revision === head)?.name ?? '';
  const tagRefs = [...tags].map(([name, revision]): GitRef => ({ name, kind: 'tag', revision }));
  return { defaultBranch, head, refs: [...branches, ...tagRefs] };
}
