/** One file of a commit: its text or bytes, a mode of its own, a link, a submodule, or null to remove it. */
export type FileChange =
  | string
  | Uint8Array
  | null
  | { content: string | Uint8Array; mode: '100755' | '100644' }
  | { symlink: string }
  | { submodule: string };

export type CommitInput = {
  files: Record<string, FileChange>;
  message?: string;
  /** `Name <address>`. */
  author?: string;
  /** Seconds since 1970; default: now. */
  timestamp?: number;
  /** Default: the branch of HEAD. */
  branch?: string;
};

/** The `git fast-import` stream of one commit on `branch`, on top of `parent` when there is one. */
export function toFastImport(
  commit: CommitInput & { branch: string; timestamp: number },
  parent?: string,
): Buffer {
  const author = `${commit.author ?? 'Bowline Demo <demo@bowline.example>'} ${commit.timestamp} +0000`;
  const parts: (string | Uint8Array)[] = [
    `commit refs/heads/${commit.branch}\nauthor ${author}\ncommitter ${author}\n`,
    ...data(commit.message ?? 'Change files'),
    parent ? `from ${parent}\n` : '',
  ];
  for (const [path, change] of Object.entries(commit.files)) parts.push(...toFileCommand(path, change));
  return Buffer.concat([...parts, 'done\n'].map((part) => Buffer.from(part as string)));
}

function toFileCommand(path: string, change: FileChange): (string | Uint8Array)[] {
  const name = quote(path);
  if (change === null) return [`D ${name}\n`];
  if (typeof change === 'string' || change instanceof Uint8Array)
    return [`M 100644 inline ${name}\n`, ...data(change)];
  if ('symlink' in change) return [`M 120000 inline ${name}\n`, ...data(change.symlink)];
  if ('submodule' in change) return [`M 160000 ${change.submodule} ${name}\n`];
  return [`M ${change.mode} inline ${name}\n`, ...data(change.content)];
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  return [`data ${Buffer.byteLength(content)}\n`, content, '\n'];
}

function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
