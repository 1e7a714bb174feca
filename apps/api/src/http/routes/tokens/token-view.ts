import type { Token } from '@bowline/contract';
import type { z } from 'zod';
import type { TokenRecord } from '../../../store/token.ts';

export function tokenView(token: TokenRecord, now: Date): z.input<typeof Token> {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    owner: token.owner.name,
    role: token.role,
    permissions: token.permissions,
    project: token.project,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    lastUsedAt: token.lastUsedAt,
    lastUsedIp: token.lastIp,
    lastUsedAgent: token.lastAgent,
    isExpired: Date.parse(token.expiresAt) <= now.getTime(),
  };
}
