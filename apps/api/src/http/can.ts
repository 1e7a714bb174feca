import type { Can } from '@bowline/contract';
import type { Access } from '../auth/access.ts';

const ofApplications = ['get', 'update', 'delete', 'plan', 'approve', 'sync', 'action'];

/** What the caller may do with an Application (and its Plans and Operations) of a Project, each with the reason when not. */
export function canOnApplication(access: Access, project: string): Can {
  const permissions = [
    ...ofApplications.map((action) => [action, `applications:${action}`] as const),
    ['logs', 'logs:get'] as const,
  ];
  return Object.fromEntries(
    permissions.map(([name, permission]) => {
      const verdict = access.can(permission, { project });
      return [name, verdict.ok ? { ok: true, reason: '' } : { ok: false, reason: verdict.reason }];
    }),
  );
}
