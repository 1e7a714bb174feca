import type { User } from '@bowline/contract';
import type { z } from 'zod';
import type { UserRecord } from '../../../store/user.ts';

export function userView(user: UserRecord): z.input<typeof User> {
  return {
    name: user.name,
    displayName: user.displayName,
    role: user.role,
    disabled: user.isDisabled,
    mustChangePassword: user.mustChangePassword,
    lastLoginAt: user.lastLoginAt,
    createdAt: user.createdAt,
  };
}
