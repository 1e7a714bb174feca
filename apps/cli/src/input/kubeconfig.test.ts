import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { minimalKubeconfig } from './kubeconfig.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-kubeconfig-'));
writeFileSync(join(dir, 'ca.pem'), 'ca');
writeFileSync(join(dir, 'token'), 'secret\n');
const path = join(dir, 'config');
writeFileSync(
  path,
  `current-context: one
contexts:
  - {name: one, context: {cluster: c1, user: u1}}
  - {name: two, context: {cluster: c1, user: u2}}
  - {name: gone, context: {cluster: nowhere}}
clusters:
  - {name: c1, cluster: {server: 'https://one', certificate-authority: ca.pem}}
  - {name: other, cluster: {server: 'https://other'}}
users:
  - {name: u1, user: {tokenFile: token}}
  - {name: u2, user: {exec: {command: aws}}}
`,
);

describe('minimalKubeconfig', () => {
  it('keeps one context and reads the files that it names', () => {
    const { context, server, text } = minimalKubeconfig(path, undefined);
    expect({ context, server }).toEqual({ context: 'one', server: 'https://one' });
    expect(load(text)).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'one',
      contexts: [{ name: 'one', context: { cluster: 'c1', user: 'u1' } }],
      clusters: [{ name: 'c1', cluster: { server: 'https://one', 'certificate-authority-data': 'Y2E=' } }],
      users: [{ name: 'u1', user: { token: 'secret' } }],
    });
  });

  it.each([
    ['two', /signs in through a program/],
    ['three', /has no context "three"/],
    ['gone', /has no cluster "nowhere"/],
  ])('refuses context %s', (context, message) => {
    expect(() => minimalKubeconfig(path, context)).toThrow(message);
  });
});
