import type { LongRunningTool } from '../spawn.ts';
import { startTool } from '../spawn.ts';
import type { GitTool } from './git-command.ts';
import { gitEnvironment } from './git-command.ts';

export type ObjectHeader = { id: string; type: 'blob' | 'tree' | 'commit' | 'tag'; sizeBytes: number };

type Waiting = {
  withContents: boolean;
  resolve: (value: { header: ObjectHeader; contents: Buffer } | undefined) => void;
  reject: (error: Error) => void;
};

const idleMs = 30_000;

/**
 * A conversation with one `git cat-file` process: 0.1 ms per object instead of a process each. Started on first use,
 * stopped when idle. Object names are ids only: no path or ref of a user ever reaches the line protocol.
 */
export class ObjectReader {
  private readonly tool: GitTool;
  private readonly gitDir: string;
  private readonly mode: '--batch' | '--batch-check';
  private process: LongRunningTool | undefined;
  private waiting: Waiting[] = [];
  private buffered: Buffer[] = [];
  private bufferedBytes = 0;
  private neededBytes = 1;
  private idle: NodeJS.Timeout | undefined;

  constructor(tool: GitTool, gitDir: string, mode: '--batch' | '--batch-check') {
    this.tool = tool;
    this.gitDir = gitDir;
    this.mode = mode;
  }

  /** Header and contents (empty under --batch-check) of an object; undefined when the mirror lacks it. */
  async read(id: string): Promise<{ header: ObjectHeader; contents: Buffer } | undefined> {
    if (!/^[0-9a-f]{4,64}(\^\{(tree|commit)\})?$/.test(id)) return undefined;
    return await new Promise((resolve, reject) => {
      this.waiting.push({ withContents: this.mode === '--batch', resolve, reject });
      clearTimeout(this.idle);
      this.start().stdin.write(`${id}\n`);
    });
  }

  /** Ends the process; reads under way fail. */
  stop(): void {
    clearTimeout(this.idle);
    this.process?.kill();
    this.fail(this.process);
  }

  private start(): LongRunningTool {
    if (this.process !== undefined) return this.process;
    const started = startTool({
      file: this.tool.git,
      args: ['--git-dir', this.gitDir, 'cat-file', this.mode],
      cwd: this.tool.scratchDir,
      env: gitEnvironment(this.tool, this.tool.scratchDir, [['protocol.allow', 'never']]),
    });
    this.process = started;
    started.stdout.on('data', (chunk: Buffer) => {
      if (this.process !== started) return;
      this.buffered.push(chunk);
      this.bufferedBytes += chunk.length;
      // Large blobs arrive in many chunks: joining them once per object keeps this linear.
      if (this.bufferedBytes >= this.neededBytes) this.drain();
    });
    void started.exited.then(() => this.fail(started));
    return started;
  }

  private fail(which: LongRunningTool | undefined): void {
    if (which === undefined || this.process !== which) return;
    this.process = undefined;
    this.buffered = [];
    this.bufferedBytes = 0;
    this.neededBytes = 1;
    for (const reader of this.waiting.splice(0)) reader.reject(new Error('git cat-file ended early'));
  }

  private drain(): void {
    let buffer = this.buffered.length === 1 ? this.buffered[0]! : Buffer.concat(this.buffered);
    this.neededBytes = 1;
    while (this.waiting.length > 0) {
      const lineEnd = buffer.indexOf(10);
      if (lineEnd < 0) break;
      const line = buffer.toString('latin1', 0, lineEnd);
      const match = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/.exec(line);
      const next = this.waiting[0]!;
      if (match === null) {
        // `<name> missing` or `<name> ambiguous`.
        buffer = buffer.subarray(lineEnd + 1);
        this.waiting.shift();
        next.resolve(undefined);
        continue;
      }
      const header: ObjectHeader = {
        id: match[1]!,
        type: match[2] as ObjectHeader['type'],
        sizeBytes: Number(match[3]),
      };
      const total = next.withContents ? lineEnd + 1 + header.sizeBytes + 1 : lineEnd + 1;
      if (buffer.length < total) {
        this.neededBytes = total;
        break;
      }
      const contents = next.withContents
        ? Buffer.from(buffer.subarray(lineEnd + 1, total - 1))
        : Buffer.alloc(0);
      buffer = buffer.subarray(total);
      this.waiting.shift();
      next.resolve({ header, contents });
    }
    this.buffered = buffer.length > 0 ? [buffer] : [];
    this.bufferedBytes = buffer.length;
    if (this.waiting.length === 0) {
      this.idle = setTimeout(() => this.stop(), idleMs);
      this.idle.unref();
    }
  }
}
