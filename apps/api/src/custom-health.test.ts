import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError } from './config.ts';
import { openCustomHealth } from './custom-health.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-health-'));
afterAll(() => rmSync(dir, { recursive: true }));

function open(text: string) {
  const file = join(dir, 'health.yaml');
  writeFileSync(file, text);
  return openCustomHealth({ healthCustomizations: file });
}

test('HLTH-2: the file of the installation decides before the tables', async () => {
  const health = open(`
health:
  - group: example.com
    kinds: [Widget]
    rules:
      - { value: status.phase, is: { Healthy: Up, Degraded: Down }, message: status.text }
`);
  const widget = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'a' },
    status: { phase: 'Down', text: 'Out of oil.' },
  };
  const judge = await health?.judgeAll([widget]);
  expect(judge?.(widget)).toEqual({ status: 'Degraded', message: 'Out of oil.' });
  await health?.stop();
});

test('no file: the tables alone', () => {
  expect(openCustomHealth({ healthCustomizations: '' })).toBeUndefined();
});

test.each([
  ['a file that is not there', undefined, /absent\.yaml cannot be read as YAML/],
  ['no YAML', 'a: [', /cannot be read as YAML/],
  ['no mapping', '- 1', /must hold a mapping/],
  ['nothing in it', '{}', /is wrong:\n {2}there is no customisation of health in it/],
  ['a wrong rule', 'health: [{ group: a, kinds: [B], rules: [{ when: 3 }] }]', /is wrong:\n {2}health\[0\]/],
])('%s stops the start with a sentence', (_, text, message) => {
  const start = () =>
    text === undefined ? openCustomHealth({ healthCustomizations: join(dir, 'absent.yaml') }) : open(text);
  expect(start).toThrow(ConfigError);
  expect(start).toThrow(message);
});
