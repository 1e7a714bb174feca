import type { Io } from '../io.ts';
import { main } from '../program.ts';

export type FakeRun = { exitCode: number; out: string; err: string };
export type FakeInput = {
  env?: Record<string, string | undefined>;
  stdin?: string;
  /** What the person types, in order; given, there is a terminal to ask on. */
  answers?: string[];
  now?: Date;
};

/** A terminal that remembers what was written to it. */
export function fakeIo(input: FakeInput = {}): Io & { written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  const answers = [...(input.answers ?? [])];
  const ask = (question: string): Promise<string> => {
    written.err += question;
    const answer = answers.shift();
    return answer === undefined
      ? Promise.reject(new Error(`nobody answers: ${question}`))
      : Promise.resolve(answer);
  };
  let clockMs = (input.now ?? new Date('2026-05-01T12:00:00Z')).getTime();
  return {
    written,
    env: { HOME: '/nonexistent', ...input.env },
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isTerminal: false,
    isInteractive: input.answers !== undefined,
    columns: 0,
    readStdin: () => Promise.resolve(input.stdin ?? ''),
    ask,
    askSecret: ask,
    now: () => new Date(clockMs),
    // Time passes only here, so that nothing waits for real.
    sleep: (ms) => {
      clockMs += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Runs one command line. */
export async function runCli(args: string[], input: FakeInput = {}): Promise<FakeRun> {
  const io = fakeIo(input);
  const exitCode = await main(args, io);
  return { exitCode, ...io.written };
}
