import type { Session } from '@bowline/contract';
import type { z } from 'zod';
import type { Access, Principal } from '../../../auth/access.ts';

/** The signed-in user as the shell shows them. */
export function sessionView(principal: Principal, access: Access): z.input<typeof Session> {
  const { user, actor, expiresAt } = principal;
  return {
    user: user.name,
    displayName: user.displayName || user.name,
    role: access.role,
    groups: user.groups,
    actor,
    mustChangePassword: principal.token === null && user.mustChangePassword,
    expiresAt,
    permissions: access.everywhere,
  };
}
