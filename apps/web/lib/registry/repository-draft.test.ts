import { describe, expect, it } from 'vitest';
import {
  asType,
  credentialKindsOf,
  draftAfterSave,
  emptyRepository,
  repositoryBody,
  repositoryProblems,
} from './repository-draft.ts';

const draft = { ...emptyRepository, url: 'https://git.shop/shop/checkout.git' };

describe('repository form', () => {
  it('names the repository after its address', () => {
    expect(repositoryBody(draft).metadata.name).toBe('checkout');
    expect(repositoryProblems(draft)).toEqual([]);
  });
  it('keeps what it does not show: an edit must not open it to every Project (X44)', () => {
    const metadata = { name: 'checkout', project: 'shop', labels: { tier: 'a' }, annotations: {} };
    expect(repositoryBody({ ...draft, kind: 'keep' }, { metadata }).metadata).toEqual(metadata);
  });
  it('asks the secrets of the chosen credential', () => {
    expect(repositoryProblems({ ...draft, kind: 'bearer' })).toEqual(['token']);
    expect(repositoryProblems({ ...draft, kind: 'ssh' })).toEqual(['privateKey', 'knownHosts']);
    expect(repositoryProblems({ ...draft, kind: 'keep' })).toEqual([]);
  });
  it('says another type than git, without what only git has (SRC-14, SRC-15)', () => {
    expect(repositoryBody(draft).spec).not.toHaveProperty('type');
    const filled = { ...draft, kind: 'ssh' as const, proxy: 'http://proxy', webhookSecret: 's' };
    const body = repositoryBody(asType(filled, 'helm'));
    expect(body.spec).toEqual({ type: 'helm', url: draft.url, pollSeconds: 180 });
    expect(body.credential).toEqual({ kind: 'none' });
    expect(body).not.toHaveProperty('webhookSecret');
    expect(credentialKindsOf('oci')).toEqual(['none', 'basic', 'bearer']);
  });
  it('sends only the chosen credential, and none when the saved one is kept (X75)', () => {
    const filled = { ...draft, token: 't', password: 'p', username: 'u' };
    expect(repositoryBody({ ...filled, kind: 'bearer' }).credential).toEqual({ kind: 'bearer', token: 't' });
    expect(repositoryBody({ ...filled, kind: 'keep' }).credential).toBeUndefined();
  });
  it.each([
    ['nothing', {}, { kind: 'keep', username: '', password: '' }],
    ['an option', { proxy: 'p' }, { kind: 'keep', username: '', password: '', proxy: 'p' }],
    ['a password', { password: 'b' }, { kind: 'basic', username: 'ci', password: 'b' }],
    ['another kind', { kind: 'none' as const }, { kind: 'none', username: 'ci', password: 'a' }],
  ])('keeps %s that was typed while a credential was saved', (_what, typed, expected) => {
    const sent = { ...draft, kind: 'basic' as const, username: 'ci', password: 'a' };
    const saved = { ...draft, kind: 'keep' as const };
    expect(draftAfterSave(sent, { ...sent, ...typed }, saved)).toEqual({ ...saved, ...expected });
  });
});
