import type { CallOutput } from '@bowline/contract/client';

export type User = CallOutput<'listUsers'>['items'][number];
export const roles = ['admin', 'operator', 'viewer', 'none'] as const;
export type Role = (typeof roles)[number];
