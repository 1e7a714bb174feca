import type { CallInput, CallOutput } from '@bowline/contract/client';
import { isName } from '../../lib/registry/names.ts';

export type Token = CallOutput<'listTokens'>['items'][number];
export const tokenRoles = ['viewer', 'operator', 'admin'] as const;
export const lifetimes = [7, 30, 90, 180, 366] as const;
export type TokenDraft = { name: string; role: (typeof tokenRoles)[number]; project: string; days: number };

export const emptyToken: TokenDraft = { name: '', role: 'viewer', project: '', days: 90 };

export function isTokenValid(draft: TokenDraft): boolean {
  return isName(draft.name);
}

export function tokenBody(draft: TokenDraft): CallInput<'createToken'>['body'] {
  return {
    name: draft.name,
    role: draft.role,
    expiresInDays: draft.days,
    ...(draft.project === '' ? {} : { project: draft.project }),
  };
}

const soonMs = 7 * 24 * 3_600_000;

/** Whether a token ends within a week. */
export function isEndingSoon(token: Pick<Token, 'expiresAt' | 'isExpired'>, now: number): boolean {
  return !token.isExpired && Date.parse(token.expiresAt) - now < soonMs;
}

/** A command that shows the token works; the address is where the browser is. */
export function curlSample(origin: string, token: string): string {
  return `curl -H "Authorization: Bearer ${token}" ${origin}/api/v1/applications`;
}
