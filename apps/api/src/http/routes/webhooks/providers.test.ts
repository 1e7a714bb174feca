import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providers } from './providers.ts';

const headers = (values: Record<string, string>) => (name: string) => values[name];
const body = Buffer.from('{"ref":"refs/heads/main"}');
const hex = (secret: string, data = body) => createHmac('sha256', secret).update(data).digest('hex');

describe('signatures (X64)', () => {
  it.each([
    ['github', { 'x-hub-signature-256': `sha256=${hex('s')}` }, true],
    ['github', { 'x-hub-signature-256': `sha256=${hex('other')}` }, false],
    ['github', { 'x-hub-signature-256': hex('s') }, false],
    ['github', { 'x-hub-signature-256': 'sha256=' }, false],
    ['github', { 'x-hub-signature': `sha1=${hex('s')}` }, false],
    ['github', { 'x-gitea-signature': hex('s') }, false],
    ['github', {}, false],
    ['gitea', { 'x-gitea-signature': hex('s') }, true],
    ['gitea', {}, false],
    ['gitlab', { 'x-gitlab-token': 's' }, true],
    ['gitlab', { 'x-gitlab-token': '' }, false],
    ['gitlab', { 'x-gitlab-token': 'sx' }, false],
    ['gitlab', {}, false],
    ['generic', { 'x-bowline-signature': `sha256=${hex('s')}` }, true],
    ['generic', {}, false],
  ] as const)('%s %j: %s', (provider, values, expected) => {
    expect(providers[provider].isSignedWith('s', body, headers(values))).toBe(expected);
  });

  it('is of every byte of the body', () => {
    const values = headers({ 'x-hub-signature-256': `sha256=${hex('s')}` });
    expect(providers.github.isSignedWith('s', Buffer.concat([body, Buffer.from(' ')]), values)).toBe(false);
  });
});

describe('payloads', () => {
  it('give the spellings of the URL and the ref', () => {
    const repository = { clone_url: 'https://git.example/a.git', ssh_url: 'git@git.example:a.git', id: 7 };
    const push = { ref: 'refs/heads/main', repository, commits: null };
    const expected = { urls: ['https://git.example/a.git', 'git@git.example:a.git'], ref: 'refs/heads/main' };
    expect(providers.github.read(push, headers({ 'x-github-event': 'push' }))).toEqual(expected);
    expect(providers.gitea.read(push, headers({}))).toEqual(expected);
    const gitlab = { ref: 'refs/tags/v1', project: { git_http_url: 'https://git.example/a.git' } };
    expect(providers.gitlab.read(gitlab, headers({ 'x-gitlab-event': 'Tag Push Hook' }))?.ref).toBe(
      'refs/tags/v1',
    );
    expect(providers.generic.read({ repository: 'https://git.example/a' }, headers({}))).toEqual({
      urls: ['https://git.example/a'],
      ref: null,
    });
    const created = { ref: 'v2', ref_type: 'tag', repository };
    expect(providers.github.read(created, headers({ 'x-github-event': 'create' }))?.ref).toBe('refs/tags/v2');
  });

  it('of other events move nothing', () => {
    expect(providers.github.read({ repository: {} }, headers({ 'x-github-event': 'ping' }))).toBeNull();
    expect(providers.gitlab.read({ project: {} }, headers({ 'x-gitlab-event': 'Note Hook' }))).toBeNull();
  });

  it.each(['github', 'gitlab', 'gitea', 'generic'] as const)('of any shape never throw: %s (X66)', (name) => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('ref', 'repository', 'project', 'url'), fc.jsonValue()),
        (any, keyed) => {
          for (const payload of [any, keyed, { repository: any, project: keyed, ref: any }]) {
            const push = providers[name].read(payload, headers({}));
            expect(push === null || push.urls.length > 0).toBe(true);
          }
        },
      ),
    );
  });
});
