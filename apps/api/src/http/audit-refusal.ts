import { AppError } from '@bowline/sync-engine/core/app-error';
import { auditStore } from '../store/audit.ts';
import type { HttpDeps } from './deps.ts';
import type { Endpoint } from './endpoint.ts';
import type { Http } from './request-context.ts';

/** Writes down a write that the caller may not do: who tried what on which object. */
export async function auditRefusal(
  deps: HttpDeps,
  endpoint: Endpoint,
  http: Http,
  error: unknown,
): Promise<void> {
  const who = http.get('signedIn');
  if (!who || http.req.method === 'GET' || !(error instanceof AppError) || error.code !== 'forbidden') return;
  const { requestId, ip, log } = http.get('request');
  const params = http.req.param() as { project?: string; name?: string; id?: string };
  const kind = endpoint.route.tag.replace(/ies$/, 'y').replace(/s$/, '');
  try {
    await auditStore(deps.context.db).append({
      actor: who.principal.actor,
      action: endpoint.route.permission.replace(':', '.'),
      object: {
        kind: kind.charAt(0).toUpperCase() + kind.slice(1),
        project: params.project ?? null,
        name: params.name ?? params.id ?? '',
      },
      ...(params.project !== undefined && params.name !== undefined && { application: params.name }),
      outcome: 'denied',
      message: error.message,
      requestId,
      ip,
    });
  } catch (cause) {
    log.error({ error: cause }, 'could not write down a refusal');
  }
}
