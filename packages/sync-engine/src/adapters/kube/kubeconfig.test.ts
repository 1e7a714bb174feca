import { describe, expect, it } from 'vitest';
import { openAccess, readKubeconfig } from './kubeconfig.ts';

const kubeconfig = (user: object, cluster: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://k8s.example.com/base/', ...cluster } }],
    users: [{ name: 'u', user }],
  });
const strict = { mayExec: false, mayReadFiles: false };

describe('readKubeconfig', () => {
  it('reads server, certificates and token', async () => {
    const data = Buffer.from('PEM').toString('base64');
    const read = readKubeconfig(
      kubeconfig({ token: 't' }, { 'certificate-authority-data': data }),
      undefined,
      strict,
    );
    if (!read.ok) throw new Error(read.message);
    expect(await openAccess(read.value)).toMatchObject({
      server: 'https://k8s.example.com/base',
      tls: { ca: 'PEM', rejectUnauthorized: true },
      headers: { authorization: 'Bearer t' },
    });
  });

  it('offers a user name and password as Basic', async () => {
    const read = readKubeconfig(kubeconfig({ username: 'u', password: 'p' }), undefined, strict);
    if (!read.ok) throw new Error(read.message);
    expect((await openAccess(read.value)).headers['authorization']).toBe(
      `Basic ${Buffer.from('u:p').toString('base64')}`,
    );
  });

  it.each([
    [
      'a plugin',
      kubeconfig({ exec: { command: 'id', apiVersion: 'client.authentication.k8s.io/v1' } }),
      'cluster_config_invalid',
    ],
    [
      'an auth provider',
      kubeconfig({ 'auth-provider': { name: 'gcp', config: {} } }),
      'cluster_config_invalid',
    ],
    [
      'a key file',
      kubeconfig({ 'client-certificate': '/a', 'client-key': '/etc/shadow' }),
      'cluster_config_invalid',
    ],
    ['a CA file', kubeconfig({}, { 'certificate-authority': '/etc/passwd' }), 'cluster_config_invalid'],
    ['a token file', kubeconfig({ tokenFile: '/data/key' }), 'cluster_config_invalid'],
    ['another token file', kubeconfig({ 'token-file': '/data/key' }), 'cluster_config_invalid'],
    ['a proxy', kubeconfig({}, { 'proxy-url': 'http://127.0.0.1' }), 'cluster_config_invalid'],
    ['another scheme', kubeconfig({}, { server: 'file:///etc' }), 'cluster_config_invalid'],
    ['broken text', 'a: [hunter2', 'cluster_config_invalid'],
    ['nothing', '', 'cluster_config_invalid'],
  ])('refuses %s (X19, X25)', (_what, text, code) => {
    const read = readKubeconfig(text, undefined, strict);
    expect(read).toMatchObject({ ok: false, code });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  it('refuses a context that does not exist', () => {
    expect(readKubeconfig(kubeconfig({}), 'nope', strict)).toMatchObject({ code: 'cluster_config_invalid' });
  });
});
