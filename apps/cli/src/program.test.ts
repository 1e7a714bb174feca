import { describe, expect, it } from 'vitest';
import { runCli } from './testing/fake-io.ts';

describe('the command line', () => {
  it.each([
    [['--help'], 0],
    [['--version'], 0],
    [['app', 'sync', '--help'], 0],
    [['nonsense'], 2],
    [['app', 'lst'], 2],
    [['app', 'get'], 2],
    [['app', 'get', 'web', '--nonsense'], 2],
    [['app', 'wait', 'web', '--timeout', 'soon'], 2],
    [['app', 'rollback', 'web', '0'], 2],
    [['app', 'list', '-o', 'csv'], 2],
    [['app', 'list'], 2],
    [['get', 'potato'], 2],
    [['engine', 'health'], 2],
    [['engine', 'render', '.', '--set', 'replicas'], 2],
    [['engine', 'windows', '-f', '-', '--at', 'noon'], 2],
  ])('%j ends with %d', async (args, exitCode) => {
    const run = await runCli(args, { stdin: 'syncWindows: []' });
    expect(run.exitCode).toBe(exitCode);
    if (exitCode !== 0) expect(run.out).toBe('');
    if (exitCode !== 0) expect(run.err).toMatch(/error/);
  });

  it('lists every command with a description', async () => {
    const { out } = await runCli(['--help']);
    for (const word of [
      'login',
      'app',
      'plan',
      'op',
      'repo',
      'cluster',
      'project',
      'token',
      'user',
      'get',
      'apply',
      'engine',
    ])
      expect(out).toMatch(new RegExp(`^  ${word}\\b.*\\S{3}`, 'm'));
    expect(out).toContain('Exit codes');
  });

  it('says what is missing and what to do', async () => {
    const { err } = await runCli(['app', 'list']);
    expect(err).toBe(
      'error [unauthenticated]: You are not signed in to a Bowline.\n  hint: Run `bowline login URL`, or set BOWLINE_URL and BOWLINE_TOKEN.\n',
    );
  });

  it.each([
    [['app', 'list', '-o', 'json'], 'unauthenticated'],
    [['app', 'sync', 'web', '-o', 'json'], 'unauthenticated'],
    [['engine', 'health', '-f', 'nowhere', '-o', 'json'], 'command_failed'],
    [['app', 'get', '-o', 'json'], 'command_invalid'],
    [['app', 'get', 'web', '--output=json', '--nonsense'], 'command_invalid'],
  ])('%j answers programs with the problem %s', async (args, code) => {
    const { exitCode, out, err } = await runCli(args);
    expect(exitCode).toBe(2);
    const problem = { code, title: expect.stringMatching(/^[A-Z]/), detail: expect.stringMatching(/.../) };
    expect(JSON.parse(out)).toMatchObject({ ...problem, hint: expect.any(String), status: 0 });
    expect(err).toContain((JSON.parse(out) as { detail: string }).detail);
    expect((await runCli(args.map((word) => word.replace('json', 'yaml')))).out).toContain(`code: ${code}\n`);
  });

  it('shows the schemas of every engine command without its input', async () => {
    for (const command of ['render', 'diff', 'health', 'plan', 'decide', 'windows', 'tree']) {
      const { exitCode, out } = await runCli(['engine', command, '--schema']);
      expect(exitCode).toBe(0);
      expect(Object.keys(JSON.parse(out) as object)).toEqual(['input', 'output']);
    }
  });
});
