import { describe, expect, it } from 'vitest';
import { hostOf, urlKeyOf, withoutUserinfo } from './repository-url.ts';

describe('urlKeyOf', () => {
  it.each([
    ['https://github.com/acme/shop.git'],
    ['https://github.com/acme/shop'],
    ['https://github.com/Acme/shop/'],
    ['https://kim:token@github.com/acme/shop.git'],
    ['https://github.com:443/acme/shop'],
    ['ssh://git@github.com/acme/shop.git'],
    ['ssh://git@github.com:22/acme/shop.git'],
    ['git@github.com:acme/shop.git'],
    ['GIT@GitHub.com:acme/shop'],
  ])('%s is one repository', (url) => expect(urlKeyOf(url)).toBe('github.com/acme/shop'));

  it.each([
    ['https://github.com/acme/shop-evil', 'github.com/acme/shop-evil'],
    ['https://github.com.evil.example/acme/shop', 'github.com.evil.example/acme/shop'],
    ['http://127.0.0.1:4001/a.git', '127.0.0.1:4001/a'],
    ['.*', '.*'],
  ])('%s is another (X67)', (url, key) => expect(urlKeyOf(url)).toBe(key));
});

describe('withoutUserinfo (X78)', () => {
  it.each([
    ['https://kim:secret@git.example/a.git', 'https://git.example/a.git'],
    ['https://token@git.example/a.git', 'https://git.example/a.git'],
    ['ssh://git@git.example/a.git', 'ssh://git@git.example/a.git'],
    ['ssh://git:secret@git.example/a.git', 'ssh://git@git.example/a.git'],
    ['git@git.example:a.git', 'git@git.example:a.git'],
    ['https://git.example/a.git', 'https://git.example/a.git'],
  ])('%s', (url, expected) => expect(withoutUserinfo(url)).toBe(expected));
});

describe('hostOf (X26)', () => {
  it.each([
    ['https://git.example/a', 'https://git.example'],
    ['http://git.example/a', 'http://git.example'],
    ['https://git.example:8443/a', 'https://git.example:8443'],
    ['git@git.example:a.git', 'ssh://git.example'],
    ['nonsense', ''],
  ])('%s', (url, expected) => expect(hostOf(url)).toBe(expected));
});
