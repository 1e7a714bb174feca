import { describe, expect, it } from 'vitest';
import type { TokenRecord } from '../store/token.ts';
import type { GlobalRole, UserRecord } from '../store/user.ts';
import { accessOf, type Principal, type ProjectAccess } from './access.ts';

const at = '2026-11-24T20:00:00.000Z';
const projects: ProjectAccess[] = [
  { name: 'default', roles: [] },
  {
    name: 'shop',
    roles: [
      {
        name: 'deployer',
        permissions: ['applications:get', 'applications:sync', 'repositories:get'],
        users: ['lee'],
      },
      { name: 'owner', permissions: ['*:*'], groups: ['shop-owners'] },
    ],
  },
];

function user(role: GlobalRole, name = 'lee', groups: string[] = []): UserRecord {
  return {
    id: name,
    name,
    displayName: '',
    role,
    groups,
    mustChangePassword: false,
    isDisabled: false,
    createdAt: at,
    lastLoginAt: null,
  };
}

function principal(owner: UserRecord, token: Partial<TokenRecord> | null = null): Principal {
  const full = token && {
    id: 't',
    name: 'ci',
    prefix: 'bow_x',
    owner,
    role: null,
    permissions: [],
    project: null,
    createdAt: at,
    expiresAt: at,
    lastUsedAt: null,
    lastIp: '',
    lastAgent: '',
    ...token,
  };
  return {
    actor: { kind: token ? 'token' : 'user', name: owner.name },
    user: owner,
    token: full,
    credential: '',
    expiresAt: at,
  };
}

describe('access (X42, X56)', () => {
  it.each<[string, Principal, string, string | null, boolean]>([
    ['admin everywhere', principal(user('admin')), 'users:create', null, true],
    ['operator may sync', principal(user('operator')), 'applications:sync', 'default', true],
    ['operator may not register clusters', principal(user('operator')), 'clusters:create', null, false],
    ['viewer reads', principal(user('viewer')), 'applications:get', 'shop', true],
    ['viewer may not plan', principal(user('viewer')), 'applications:plan', 'default', false],
    ['viewer with a project role syncs there', principal(user('viewer')), 'applications:sync', 'shop', true],
    [
      'viewer with a project role does not sync elsewhere',
      principal(user('viewer')),
      'applications:sync',
      'default',
      false,
    ],
    ['no role sees nothing', principal(user('none', 'kim')), 'applications:get', 'shop', false],
    ['group of a project', principal(user('none', 'kim', ['shop-owners'])), 'projects:update', 'shop', true],
    [
      'no group by a part of its name',
      principal(user('none', 'kim', ['shop-owners-not'])),
      'projects:update',
      'shop',
      false,
    ],
    [
      'a project role never holds outside',
      principal(user('none', 'kim', ['shop-owners'])),
      'users:create',
      null,
      false,
    ],
    ['shared repositories by a project role', principal(user('none')), 'repositories:get', null, true],
    ['unknown project', principal(user('none')), 'applications:get', 'nowhere', false],
    ['a prefix is not a permission', principal(user('none')), 'applications:sync-all', 'shop', false],
  ])('%s', (_, who, permission, project, expected) => {
    expect(accessOf(who, projects).can(permission, { project }).ok).toBe(expected);
  });

  it.each<[string, Principal, string, string | null, boolean]>([
    [
      'is no wider than its owner',
      principal(user('viewer'), { role: 'admin' }),
      'applications:sync',
      'default',
      false,
    ],
    ['has what both have', principal(user('viewer'), { role: 'admin' }), 'applications:get', 'default', true],
    [
      'has only its permissions',
      principal(user('admin'), { permissions: ['applications:get'] }),
      'applications:sync',
      'shop',
      false,
    ],
    [
      'stays in its project',
      principal(user('admin'), { role: 'admin', project: 'shop' }),
      'applications:get',
      'default',
      false,
    ],
    [
      'acts in its project',
      principal(user('admin'), { role: 'admin', project: 'shop' }),
      'applications:sync',
      'shop',
      true,
    ],
    [
      'of a project creates no users',
      principal(user('admin'), { role: 'admin', project: 'shop' }),
      'users:create',
      null,
      false,
    ],
    ['without rights has none', principal(user('admin'), {}), 'applications:get', 'shop', false],
  ])('token %s (X36)', (_, who, permission, project, expected) => {
    expect(accessOf(who, projects).can(permission, { project }).ok).toBe(expected);
  });

  it.each<[string, UserRecord, string | undefined, string[] | undefined]>([
    ['who may everywhere', user('viewer'), undefined, undefined],
    ['who may everywhere, of one', user('viewer'), 'shop', ['shop']],
    ['who may in some', user('none'), undefined, ['shop']],
    ['who may in some, of one of them', user('none'), 'shop', ['shop']],
    ['who may in some, of another', user('none'), 'other', []],
    ['who may nowhere', user('none', 'kim'), undefined, []],
  ])('lists for %s the projects a list may show', (_, who, only, expected) => {
    expect(accessOf(principal(who), projects).projectsWith('applications:get', only)).toEqual(expected);
  });

  it('lets a token make no wider token', () => {
    const access = accessOf(
      principal(user('admin'), { permissions: ['applications:*'], project: 'shop' }),
      projects,
    );
    expect(access.mayGive(['applications:sync'], 'shop')).toBe(true);
    expect(access.mayGive(['applications:sync'], null)).toBe(false);
    expect(access.mayGive(['users:create'], 'shop')).toBe(false);
    expect(access.mayGive(['*:*'], 'shop')).toBe(false);
  });

  it('says who lacks what', () => {
    const verdict = accessOf(principal(user('viewer')), projects).can('applications:plan', {
      project: 'default',
    });
    expect(verdict).toEqual({
      ok: false,
      reason: 'The user lee does not have the permission applications:plan in the project default.',
    });
  });
});
