import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';
import { openInstallationRules } from './installation-rules.ts';
import { ignoredIn } from './usecases/ignored-in.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-rules-'));
afterAll(() => rmSync(dir, { recursive: true }));
const database = { DATABASE_URL: 'postgresql://localhost/bowline' };

function open(text: string, warn = vi.fn()) {
  const file = join(dir, 'compare.yaml');
  writeFileSync(file, text);
  return openInstallationRules(loadConfig({ ...database, BOWLINE_COMPARISON_CUSTOMIZATIONS: file }), {
    warn,
  });
}

test.each([
  [{}, {}],
  [{ BOWLINE_DELETIONS_MAX: '10' }, { deletionsMax: 10 }],
  [
    { BOWLINE_DELETIONS_MAX: '0', BOWLINE_DELETION_SHARE_MAX: '0.25' },
    { deletionsMax: 0, deletionShareMax: 0.25 },
  ],
])('B6: the environment %j sets the deletion budget %j', (env, guards) => {
  expect(openInstallationRules(loadConfig({ ...database, ...env }), { warn: vi.fn() }).guards).toEqual(
    guards,
  );
});

test.each([
  [{ BOWLINE_DELETIONS_MAX: '-1' }, /BOWLINE_DELETIONS_MAX/],
  [{ BOWLINE_DELETION_SHARE_MAX: '30' }, /BOWLINE_DELETION_SHARE_MAX/],
])('B6: a budget of %j stops the start', (env, message) => {
  expect(() => loadConfig({ ...database, ...env })).toThrow(message);
});

test('DIFF-2: rules of the installation come before those of the Application', () => {
  const installation = open(
    'ignoreDifferences: [{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }]',
  );
  const own = { kind: 'ConfigMap', jsonPointers: ['/data'] };
  expect(ignoredIn({ installation }, { ignoreDifferences: [own] })).toEqual([
    { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
    own,
  ]);
  expect(ignoredIn({ installation }, {})).toHaveLength(1);
});

test('DIFF-3: an option without effect is a warning in the log, not a failure', () => {
  const warn = vi.fn();
  open('resource.compareoptions: "ignoreResourceStatusField: none"', warn);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toMatchObject({ where: 'ignoreResourceStatusField' });
});

test.each([
  ['a: [', /cannot be read as YAML/],
  ['- 1', /must hold a mapping/],
  ['ignoreDifferences: [{ kind: A }]', /is wrong:\n {2}ignoreDifferences\[0\]: none of/],
])('DIFF-2: the file %j stops the start with a sentence', (text, message) => {
  expect(() => open(text)).toThrow(ConfigError);
  expect(() => open(text)).toThrow(message);
});
