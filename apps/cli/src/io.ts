import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CliFailure } from './failure.ts';

/** Everything a command touches of the world around it; tests give their own. */
export type Io = {
  env: Record<string, string | undefined>;
  out(text: string): void;
  err(text: string): void;
  /** Standard error is a terminal, so a line may be rewritten in place. */
  isTerminal: boolean;
  /** A person can be asked. */
  isInteractive: boolean;
  /** Columns of the terminal; 0 when there is none. */
  columns: number;
  readStdin(): Promise<string>;
  ask(question: string): Promise<string>;
  /** Like `ask`, without showing what is typed. */
  askSecret(question: string): Promise<string>;
  now(): Date;
  sleep(ms: number): Promise<void>;
};

/** The real terminal of this process. */
export function processIo(): Io {
  return {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    columns: process.stdout.isTTY === true ? process.stdout.columns : 0,
    readStdin,
    ask: (question) => ask(question, process.stderr),
    async askSecret(question) {
      process.stderr.write(question);
      const answer = await ask('', new Writable({ write: (_chunk, _encoding, done) => done() }));
      process.stderr.write('\n');
      return answer;
    },
    now: () => new Date(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY)
    throw new CliFailure('Standard input is a terminal.', { hint: 'Pipe the text in.' });
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function ask(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}
