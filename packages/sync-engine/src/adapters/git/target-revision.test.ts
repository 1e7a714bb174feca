import { describe, expect, it } from 'vitest';
import { sourceTarget } from '../../core/source-target.ts';
import { parseLsRemote, resolveTarget } from './target-revision.ts';

const id = (digit: string): string => digit.repeat(40);
const remote = parseLsRemote(
  [
    'ref: refs/heads/main\tHEAD',
    `${id('1')}\tHEAD`,
    `${id('1')}\trefs/heads/main`,
    `${id('2')}\trefs/heads/release/1.x`,
    `${id('3')}\trefs/heads/abcdef1`,
    `${id('4')}\trefs/heads/${id('9')}`,
    `${id('a')}\trefs/tags/v1.2.0`,
    `${id('5')}\trefs/tags/v1.2.0^{}`,
    `${id('6')}\trefs/tags/1.10.0`,
    `${id('7')}\trefs/tags/v2.0.0-rc.1`,
    `${id('8')}\trefs/tags/main`,
    `${id('b')}\trefs/tags/charts/web-1.3.0`,
    `${id('c')}\trefs/tags/charts/web-v1.4.0`,
    `${id('d')}\trefs/tags/charts/web-1.5.0-rc.1`,
    `${id('e')}\trefs/tags/charts/webhook-9.0.0`,
    `${id('8')}\trefs/pull/1/head`,
  ].join('\n'),
);

describe('parseLsRemote', () => {
  it('peels annotated tags and leaves out other refs', () => {
    expect(remote.defaultBranch).toBe('main');
    expect(remote.refs.find((ref) => ref.name === 'v1.2.0')?.revision).toBe(id('5'));
    expect(remote.refs).toHaveLength(12);
  });

  it('copes with an empty repository', () => {
    expect(parseLsRemote('')).toEqual({ defaultBranch: '', head: '', refs: [] });
  });
});

describe('resolveTarget (SRC-2)', () => {
  it.each([
    ['', id('1')],
    ['HEAD', id('1')],
    ['main', id('1')],
    ['refs/heads/main', id('1')],
    ['refs/tags/main', id('8')],
    ['tags/main', id('8')],
    ['release/1.x', id('2')],
    ['v1.2.0', id('5')],
    ['1.x', id('6')],
    ['>=1.2 <1.5', id('5')],
    ['*', id('6')],
    ['^2.0.0-0', id('7')],
    ['abcdef1', id('3')],
    ['>=1.2.0, <1.5.0', id('5')],
  ])('%j is %s', (target, revision) =>
    expect(resolveTarget(target, remote)).toMatchObject({ kind: 'ref', revision }),
  );

  it.each([
    ['charts/web-', '1.x', id('c')],
    ['charts/web-', '1.3.0', id('b')],
    ['charts/web-', '', id('c')],
    ['charts/web-', '>=1.4.0-0', id('d')],
    ['charts/', '*', undefined],
    ['charts/web-', '2.x', undefined],
  ])('with tagPrefix %s, %j is %s', (tagPrefix, targetRevision, revision) => {
    const found = resolveTarget(sourceTarget({ tagPrefix, targetRevision }), remote);
    expect(found).toMatchObject(revision === undefined ? { kind: 'none' } : { kind: 'ref', revision });
  });

  it('leaves targets without a tagPrefix as they are', () => {
    expect(sourceTarget({})).toBe('');
    expect(sourceTarget({ targetRevision: '1.x', tagPrefix: '' })).toBe('1.x');
  });

  it('takes a full id for a commit even when a branch bears that name (X14)', () => {
    expect(resolveTarget(id('9'), remote)).toEqual({ kind: 'commit', prefix: id('9') });
  });

  it.each([
    ['1234567', 'commit'],
    ['deadbee', 'commit'],
    ['nope', 'none'],
    ['--output=x', 'none'],
    ['9.x', 'none'],
  ])('%j is %s', (target, kind) => expect(resolveTarget(target, remote).kind).toBe(kind));
});
