import type { CallInput, CallOutput } from '@bowline/contract/client';

export type Token = CallOutput<'listTokens'>['items'][number];
export type TokenRequest = CallInput<'createToken'>['body'];
export type TokenState = 'expired' | 'expiring' | 'valid';

export const roles = ['viewer', 'operator', 'admin'] as const;
export const dayPresets = [7, 30, 90, 366] as const;
export const daysMax = 366;

/** Permissions a token can be given one by one, instead of a role. */
export const permissions = [
  'applications:get',
  'applications:create',
  'applications:update',
  'applications:plan',
  'applications:approve',
  'applications:sync',
  'applications:action',
  'applications:delete',
  'logs:get',
  'projects:get',
  'repositories:get',
  'clusters:get',
  'activity:get',
] as const;

const soonMs = 14 * 86_400_000;

/** Whether a token still works at `now` (epoch ms), and whether it ends within two weeks. */
export function tokenState(token: Pick<Token, 'expiresAt' | 'isExpired'>, now: number): TokenState {
  const left = Date.parse(token.expiresAt) - now;
  if (token.isExpired || left <= 0) return 'expired';
  return left < soonMs ? 'expiring' : 'valid';
}

export type TokenDraft = {
  name: string;
  kind: 'role' | 'permissions';
  role: (typeof roles)[number];
  permissions: readonly string[];
  project: string;
  days: string;
};

export const emptyDraft: TokenDraft = {
  name: '',
  kind: 'role',
  role: 'viewer',
  permissions: [],
  project: '',
  days: '90',
};

/** Fields of a draft that cannot be sent as they are. */
export function draftProblems(draft: TokenDraft): ('name' | 'permissions' | 'days')[] {
  const days = Number(draft.days);
  const isDays = /^\d+$/.test(draft.days) && days >= 1 && days <= daysMax;
  return [
    ...(isName(draft.name) ? [] : (['name'] as const)),
    ...(draft.kind === 'permissions' && draft.permissions.length === 0 ? (['permissions'] as const) : []),
    ...(isDays ? [] : (['days'] as const)),
  ];
}

/** What the API is asked for. */
export function requestOf(draft: TokenDraft): TokenRequest {
  return {
    name: draft.name,
    ...(draft.kind === 'role' ? { role: draft.role } : { permissions: [...draft.permissions] }),
    ...(draft.project ? { project: draft.project } : {}),
    expiresInDays: Number(draft.days),
  };
}

/** Names of objects: lower-case letters, digits and hyphens, at most 63. */
function isName(name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
}
