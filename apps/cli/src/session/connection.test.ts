import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authHeaders, findConnection, parseUrl } from './connection.ts';
import { contextFilePath, loadContexts, saveContexts } from './contexts.ts';

const home = mkdtempSync(join(tmpdir(), 'bowline-config-'));
const env = { XDG_CONFIG_HOME: home };
const session = { kind: 'session', cookie: 'bowline-session', id: 's', expiresAt: '' } as const;
saveContexts(env, {
  current: 'here',
  contexts: {
    here: { url: 'https://here', user: 'kim', credential: session },
    there: { url: 'https://there', user: 'kim', credential: { kind: 'token', token: 't' }, project: 'team' },
  },
});

describe('stored contexts', () => {
  it('are readable by their owner alone', () => {
    expect(statSync(contextFilePath(env)).mode & 0o777).toBe(0o600);
    expect(Object.keys(loadContexts(env).contexts)).toEqual(['here', 'there']);
  });
  it('live where XDG says', () => {
    expect(contextFilePath({ HOME: '/h' })).toBe('/h/.config/bowline/config.json');
    expect(contextFilePath(env)).toBe(`${home}/bowline/config.json`);
  });
});

describe('findConnection', () => {
  it('takes the current context, or the one that is named', () => {
    expect(findConnection(env, {})).toMatchObject({ url: 'https://here', credential: session });
    expect(findConnection({ ...env, BOWLINE_CONTEXT: 'there' }, {})).toMatchObject({
      url: 'https://there',
      project: 'team',
    });
    expect(() => findConnection(env, { context: 'nowhere' })).toThrow(/no context "nowhere"/);
  });
  it('lets the environment beat it, and options beat both', () => {
    const both = { ...env, BOWLINE_URL: 'https://env', BOWLINE_TOKEN: 'e' };
    expect(findConnection(both, {})).toMatchObject({ url: 'https://env', credential: { token: 'e' } });
    expect(findConnection(both, { url: 'https://opt', token: 'o' })).toMatchObject({
      url: 'https://opt',
      credential: { token: 'o' },
    });
  });
  it('never sends a stored credential to another server (X26)', () => {
    expect(() => findConnection({ ...env, BOWLINE_URL: 'https://elsewhere' }, {})).toThrow(
      /no credential for https:\/\/elsewhere/,
    );
  });
});

describe('parseUrl', () => {
  it.each([
    ['https://b.example/', 'https://b.example'],
    ['b.example', 'https://b.example'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['https://b.example/bowline/', 'https://b.example/bowline'],
  ])('%s', (text, url) => expect(parseUrl(text)).toBe(url));
  it.each(['ftp://x', 'https://u:p@x', 'https://', ''])('refuses %j', (text) =>
    expect(() => parseUrl(text)).toThrow(),
  );
});

it('signs requests by cookie with the header that forms cannot send (X61), or by token', () => {
  expect(authHeaders(session)).toEqual({ cookie: 'bowline-session=s', 'x-bowline-csrf': '1' });
  expect(authHeaders({ kind: 'token', token: 't' })).toEqual({ authorization: 'Bearer t' });
});
