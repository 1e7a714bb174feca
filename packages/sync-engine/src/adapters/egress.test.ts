import { describe, expect, it } from 'vitest';
import { addressKind } from './address.ts';
import { createEgress } from './egress.ts';

describe('addressKind', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['10.1.2.3', 'private'],
    ['172.32.0.1', 'public'],
    ['127.1.2.3', 'loopback'],
    ['169.254.169.254', 'metadata'],
    ['169.254.1.1', 'link-local'],
    ['0.0.0.0', 'unspecified'],
    ['224.0.0.1', 'reserved'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:7f00:1::', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fd00:ec2::254', 'metadata'],
    ['fd12::1', 'private'],
    ['2606:4700::1111', 'public'],
    ['nonsense', 'reserved'],
  ])('%s is %s (X25)', (address, kind) => expect(addressKind(address)).toBe(kind));
});

describe('createEgress', () => {
  const resolve = async (host: string): Promise<string[]> =>
    ({
      'git.example.com': ['203.0.113.7'],
      'evil.example.com': ['127.0.0.1'],
      'lan.example.com': ['10.0.0.9'],
    })[host] ?? [];
  const egress = createEgress({ allow: ['127.0.0.1:9000', 'evil.example.com:77'], resolve });

  it.each([
    ['git.example.com', 443, true],
    ['GIT.example.com.', 443, true],
    ['lan.example.com', 443, true],
    ['evil.example.com', 443, false],
    ['evil.example.com', 9000, true],
    ['evil.example.com', 77, true],
    ['127.0.0.1', 9000, true],
    ['127.0.0.1', 9001, false],
    ['[::1]', 9000, false],
    ['2130706433', 9000, false],
    ['0x7f.1', 80, false],
    ['0177.0.0.1', 80, false],
    ['169.254.169.254', 80, false],
    ['gone.example.com', 80, false],
  ])('%s:%d allowed: %s (X25)', async (host, port, ok) =>
    expect((await egress.check(host, port)).ok).toBe(ok),
  );

  it('refuses private ranges when asked to, and denied hosts always', async () => {
    const strict = createEgress({ allow: [], denyPrivate: true, deny: ['git.example.com'], resolve });
    expect((await strict.check('lan.example.com', 443)).ok).toBe(false);
    expect((await strict.check('git.example.com', 443)).ok).toBe(false);
    const ranged = createEgress({ allow: [], deny: ['203.0.113.0/24', '2001:db8::/32'], resolve });
    expect((await ranged.check('git.example.com', 443)).ok).toBe(false);
    expect((await ranged.check('[2001:db8::1]', 443)).ok).toBe(false);
    expect((await ranged.check('lan.example.com', 443)).ok).toBe(true);
  });

  it('says how to allow a refused host', async () => {
    const verdict = await egress.check('127.0.0.1', 1);
    expect(verdict).toMatchObject({ code: 'egress_refused', hint: expect.stringContaining('"127.0.0.1:1"') });
  });
});
