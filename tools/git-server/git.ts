import { spawn } from 'node:child_process';

/** Environment in which git reads no configuration of the user or machine and never asks. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/** Runs git in a repository and returns what it printed, trimmed; rejects with its own words. */
export function runGit(cwd: string, args: string[], input: string | Uint8Array = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd, env: gitEnvironment, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {}); // git may end before it read everything; its exit code tells
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString().trim());
      else reject(new Error(`git ${args[0]} failed: ${Buffer.concat(errors).toString().trim()}`));
    });
    child.stdin.end(input);
  });
}
