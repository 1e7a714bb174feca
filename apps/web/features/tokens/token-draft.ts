import type { CallInput, CallOutput } from '@bowline/contract/client';
import { isName } from '../../lib/registry/names.ts';

export type Token = CallOutput<'listTokens'>['items'][number];
export const tokenRoles = ['viewer', 'operator', 'admin', 'custom'] as const;
export const lifetimes = [7, 30, 90, 180, 366] as const;
export type TokenDraft = {
  name: string;
  /** A built-in role, or `custom`: exactly the permissions. */
  role: (typeof tokenRoles)[number];
  permissions: readonly string[];
  project: string;
  days: number;
};

export const emptyToken: TokenDraft = { name: '', role: 'viewer', permissions: [], project: '', days: 90 };

/** Fields that are missing or wrong. */
export function tokenProblems(draft: TokenDraft): ('name' | 'permissions')[] {
  return [
    ...(isName(draft.name) ? [] : (['name'] as const)),
    ...(draft.role === 'custom' && draft.permissions.length === 0 ? (['permissions'] as const) : []),
  ];
}

export function tokenBody(draft: TokenDraft): CallInput<'createToken'>['body'] {
  return {
    name: draft.name,
    ...(draft.role === 'custom' ? { permissions: [...draft.permissions] } : { role: draft.role }),
    expiresInDays: draft.days,
    ...(draft.project === '' ? {} : { project: draft.project }),
  };
}

const soonMs = 7 * 24 * 3_600_000;

/** Whether a token ends within a week. */
export function isEndingSoon(token: Pick<Token, 'expiresAt' | 'isExpired'>, now: number): boolean {
  return !token.isExpired && Date.parse(token.expiresAt) - now < soonMs;
}

/** A command that shows the token works, from where the browser is. The secret comes from a variable: it stands in no history. */
export function curlSample(origin: string): string {
  return `curl -H "Authorization: Bearer $BOWLINE_TOKEN" ${origin}/api/v1/applications`;
}
