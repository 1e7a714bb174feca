import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { customCheck, customKinds } from './custom-checks.ts';

test('every table of the folder is in the registry', () => {
  const folder = new URL('.', import.meta.url);
  const registry = readFileSync(new URL('custom-checks.ts', folder), 'utf8');
  const tables = readdirSync(folder).filter((file) => !file.startsWith('custom-checks'));
  for (const file of tables) expect(registry).toContain(`from './${file}'`);
});

test('B9 exact names come before wildcards, and a wildcard is no substring', () => {
  expect(customCheck('pkg.crossplane.io', 'Provider')).not.toBe(
    customCheck('pkg.crossplane.io', 'Configuration'),
  );
  expect(customCheck('s3.aws.upbound.io', 'Bucket')).toBeDefined();
  expect(customCheck('upbound.io', 'Bucket')).toBeUndefined();
  expect(customCheck('notupbound.io', 'Bucket')).toBeUndefined();
  expect(customCheck('', 'ConfigMap')).toBeUndefined();
});

test('the kinds that are listed can be documented, each rule in words', () => {
  const kinds = customKinds();
  const ids = kinds.map(({ id }) => id);
  expect(ids).toContain('cert-manager.io/Certificate');
  expect(ids).toContain('*.crossplane.io/*');
  expect(ids.length).toBeGreaterThan(190);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, rules } of kinds) {
    expect(rules.length, id).toBeGreaterThan(0);
    for (const text of rules)
      expect(text, id).toMatch(/→ (Healthy|Suspended|Progressing|Missing|Degraded|Unknown)/);
  }
});

test('B9: the API groups of Argo CD 3.x are all covered', () => {
  const groups = new Set(customKinds().map(({ id }) => id.slice(0, id.lastIndexOf('/'))));
  expect(groups.size).toBeGreaterThanOrEqual(112);
});
