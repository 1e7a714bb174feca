import { isSameSecret } from '../auth/secret.ts';
import { NotReady } from './not-ready.ts';
import type { App } from './app.ts';
import { signedIn } from './authenticate-request.ts';
import type { HttpDeps } from './deps.ts';
import type { Http } from './request-context.ts';

/** Probes and metrics: `/livez` (the process answers), `/readyz` (it can serve), `/metrics` (for those who may, X57). */
export function operations(app: App, deps: HttpDeps): void {
  app.get('/livez', (http) => http.text('ok'));
  app.get('/readyz', async (http) => {
    try {
      await deps.readiness();
      return http.text('ok');
    } catch (error) {
      http.get('request').log.warn({ error }, 'not ready');
      return http.text(error instanceof NotReady ? `not ready: ${error.message}` : 'not ready', 503);
    }
  });
  app.get('/metrics', async (http) => {
    await requireMetrics(deps, http);
    const { registry } = deps.metrics;
    return http.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
}

async function requireMetrics(deps: HttpDeps, http: Http): Promise<void> {
  const { metricsToken } = deps.config;
  const bearer = /^Bearer +(\S+)$/i.exec(http.req.header('authorization') ?? '')?.[1];
  if (metricsToken !== '' && bearer !== undefined && isSameSecret(bearer, metricsToken)) return;
  const { access } = await signedIn(deps, http);
  access.require('system:metrics', { project: null });
}
