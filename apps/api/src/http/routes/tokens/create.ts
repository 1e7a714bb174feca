import { forbidden } from '../../../auth/access.ts';
import { builtInRoles, isPermission } from '../../../auth/permission.ts';
import { hashSecret, newToken } from '../../../auth/secret.ts';
import { auditStore } from '../../../store/audit.ts';
import { notFound } from '../../../store/conflict.ts';
import { projectStore } from '../../../store/project.ts';
import { tokenStore } from '../../../store/token.ts';
import { endpoint } from '../../endpoint.ts';
import { badRequest } from '../../problem.ts';
import { tokenView } from './token-view.ts';

const dayMs = 86_400_000;

/** Creates a token of the caller. It never has more rights than its owner has at the time of use; the secret is shown once. */
export const createToken = endpoint('createToken', async ({ body, principal, access, caller, deps }) => {
  const { db, clock } = deps.context;
  const permissions = body.permissions ?? [];
  if (body.role === undefined && permissions.length === 0) {
    throw badRequest('body.role: a token needs a role or permissions.');
  }
  const odd = permissions.find((permission) => !isPermission(permission));
  if (odd !== undefined) throw badRequest(`body.permissions: "${odd}" is not <resource>:<action>.`);
  const project = body.project ?? null;
  const wanted = [...(body.role ? builtInRoles[body.role] : []), ...permissions];
  if (!access.mayGive(wanted, project)) {
    throw forbidden('A token cannot make a token with more rights than it has itself.');
  }
  if (project !== null && !(await projectStore(db).find(project))) throw notFound('Project', project);

  const secret = newToken();
  const token = await db.transaction(async (tx) => {
    const created = await tokenStore(tx).create({
      name: body.name,
      prefix: secret.slice(0, 8),
      userId: principal.user.id,
      hash: hashSecret(secret),
      role: body.role ?? null,
      permissions,
      project,
      expiresAt: new Date(clock.now().getTime() + body.expiresInDays * dayMs),
    });
    await auditStore(tx).append({
      ...caller,
      action: 'token.create',
      object: { kind: 'Token', project, name: body.name },
      outcome: 'succeeded',
      after: { id: created.id, role: created.role, permissions, project, expiresAt: created.expiresAt },
    });
    return created;
  });
  return { ...tokenView(token, clock.now()), token: secret };
});
