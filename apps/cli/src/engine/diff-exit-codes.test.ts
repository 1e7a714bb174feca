import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../testing/fake-io.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-diff-'));
afterAll(() => rmSync(dir, { recursive: true }));

const write = (name: string, text: string) => {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
};
const map = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\ndata: {value: "${value}"}\n`;
const one = write('one.yaml', map('1'));

test.each<[string, string, number]>([
  ['nothing differs', write('same.yaml', map('1')), 0],
  ['a field differs', write('two.yaml', map('2')), 1],
  ['an object is missing', write('empty.yaml', ''), 1],
  ['a file cannot be read', join(dir, 'nowhere.yaml'), 2],
  ['a file is no YAML', write('bad.yaml', 'a: ['), 2],
])('DIFF-7: the exit code of a diff where %s is its answer', async (_, live, exitCode) => {
  const run = await runCli(['engine', 'diff', '--desired', one, '--live', live, '-o', 'json']);
  expect(run.exitCode).toBe(exitCode);
  if (exitCode === 2) expect(run.err).toContain(live);
});

test('DIFF-7: a Secret is compared too, and never shown', async () => {
  const secret = (value: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: x}\nstringData: {p: ${value}}\n`;
  const args = [
    '--desired',
    write('s1.yaml', secret('hunter2')),
    '--live',
    write('s2.yaml', secret('hunter3')),
  ];
  for (const format of ['json', 'text']) {
    const run = await runCli(['engine', 'diff', ...args, '-o', format]);
    expect(run.exitCode).toBe(1);
    expect(run.out).toMatch(/hmac:/);
    expect(run.out).not.toMatch(/hunter/);
  }
});
