import { describe, expect, it } from 'vitest';
import { repositoryName, shortDigest, shortRevision } from './revision.ts';

describe('short forms', () => {
  it('shortens commits and leaves versions alone', () => {
    expect(shortRevision('c4d81e2'.padEnd(40, '0'))).toBe('c4d81e2');
    expect(shortRevision('6.9.2')).toBe('6.9.2');
  });
  it('groups a digest for reading', () => {
    expect(shortDigest(`sha256:${'4be109c7'.padEnd(64, 'a')}`)).toBe('4be1-09c7');
    expect(shortDigest('4be109c7'.padEnd(64, 'a'))).toBe('4be1-09c7');
  });
  it.each([
    ['https://git.example/shop/checkout.git', 'shop/checkout'],
    ['git@git.example:shop/checkout.git', 'shop/checkout'],
    ['ssh://git@git.example/shop/checkout', 'shop/checkout'],
    ['http://127.0.0.1:9000/demo', 'demo'],
  ])('names the repository %s', (url, name) => expect(repositoryName(url)).toBe(name));
});
