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

test('the kinds that are listed can be documented', () => {
  const kinds = customKinds();
  expect(kinds).toContain('cert-manager.io/Certificate');
  expect(kinds).toContain('*.crossplane.io/*');
  expect(kinds.length).toBeGreaterThan(150);
});
