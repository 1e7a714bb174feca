import { auditStore } from '../../../store/audit.ts';
import { notFound } from '../../../store/conflict.ts';
import { tokenStore } from '../../../store/token.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint } from '../../endpoint.ts';

/** Revokes a token: its requests fail from now on and its open streams end (X36). Others' tokens need `tokens:delete`. */
export const deleteToken = endpoint('deleteToken', async ({ params, principal, access, caller, deps }) => {
  const { db, clock } = deps.context;
  const token = await tokenStore(db).get(params.id);
  const isOwn = token?.owner.id === principal.user.id;
  // Somebody else's token does not exist for who may not see it.
  if (!token || (!isOwn && !access.can('tokens:delete', { project: null }).ok))
    throw notFound('Token', params.id);
  await db.transaction(async (tx) => {
    await tokenStore(tx).revoke(token.id, clock.now());
    await auditStore(tx).append({
      ...caller,
      action: 'token.revoke',
      object: { kind: 'Token', project: token.project, name: token.name },
      outcome: 'succeeded',
      before: { id: token.id, owner: token.owner.name },
    });
    await wake(tx, { kind: 'access', token: token.id });
  });
  deps.auth.forget();
  deps.hub.recheck();
  return {};
});
