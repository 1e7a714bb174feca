/** One entry of a git tree object. */
export type RawTreeEntry = {
  name: string;
  kind: 'file' | 'directory' | 'symlink' | 'submodule';
  isExecutable: boolean;
  id: string;
};

/** Parses a tree object; `idBytes` is 20 (SHA-1) or 32 (SHA-256). Throws RangeError on a malformed tree. */
export function parseTree(contents: Buffer, idBytes: number): RawTreeEntry[] {
  const entries: RawTreeEntry[] = [];
  for (let at = 0; at < contents.length; ) {
    const space = contents.indexOf(32, at);
    const nul = contents.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + 1 + idBytes > contents.length) throw new RangeError('malformed tree');
    const mode = contents.toString('latin1', at, space);
    entries.push({
      name: contents.toString('utf8', space + 1, nul),
      kind: kindOf(mode),
      isExecutable: mode === '100755',
      id: contents.toString('hex', nul + 1, nul + 1 + idBytes),
    });
    at = nul + 1 + idBytes;
  }
  return entries;
}

function kindOf(mode: string): RawTreeEntry['kind'] {
  if (mode === '40000' || mode === '040000') return 'directory';
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return 'file';
}

/** Names that git itself would refuse to write: separators, dots, and every spelling of `.git` on any file system (X6). */
export function isSafeName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.length > 255) return false;
  if (/[/\\\u0000-\u001f\ufffd]/.test(name)) return false;
  const folded = name
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .toLowerCase()
    .replace(/[. ]+$/, '');
  return folded !== '.git' && folded !== 'git~1' && !folded.startsWith('.git:');
}

/**
 * Normalises a path inside a repository to `a/b/c` ('' is the root); undefined when it is absolute in disguise, climbs out
 * or holds a control character (X1, X3).
 */
export function normalizeRepoPath(path: string): string | undefined {
  if (/[\u0000-\u001f\\]/.test(path)) return undefined;
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}

/** `target` of a symlink at `linkPath`, as a path inside the repository; undefined when it leaves it (X2). */
export function symlinkTarget(linkPath: string, target: string): string | undefined {
  if (target.startsWith('/') || target.includes('\0')) return undefined;
  const folder = linkPath.includes('/') ? linkPath.slice(0, linkPath.lastIndexOf('/')) : '';
  return normalizeRepoPath(`${folder}/${target}`);
}
