import { AppError } from '@bowline/sync-engine/core/app-error';
import { streamSSE } from 'hono/streaming';
import { loadApplication } from '../../../usecases/load-application.ts';
import { streamLogs as stream } from '../../../usecases/stream-logs.ts';
import { abortWhenRevoked } from '../../abort-when-revoked.ts';
import { endpoint } from '../../endpoint.ts';

/** Lines as server-sent events; the stream ends with the logs, with the client, or with an `error` event that says why. */
export const streamLogs = endpoint('streamLogs', async ({ params, query, deps, http, principal }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  const { id, container, previous, follow, tail, since } = query;
  const request = {
    id,
    previous,
    follow,
    tail,
    ...(container === undefined ? {} : { container }),
    ...(since === undefined ? {} : { sinceSeconds: since }),
  };
  // Compressing proxies would hold lines back.
  http.header('cache-control', 'no-cache, no-transform');
  return streamSSE(http, async (sse) => {
    const abort = new AbortController();
    sse.onAbort(() => abort.abort());
    const reader = { principal, permission: 'logs:get', project: params.project };
    const stopLooking = abortWhenRevoked(deps, reader, abort);
    try {
      for await (const line of stream(deps.context, application, request, abort.signal)) {
        await sse.writeSSE({ event: 'line', data: JSON.stringify(line) });
      }
      await sse.writeSSE({ event: 'end', data: '{}' });
    } catch (error) {
      if (abort.signal.aborted) return;
      const { code, message } =
        error instanceof AppError ? error : { code: 'internal', message: 'The log stream failed.' };
      await sse.writeSSE({ event: 'error', data: JSON.stringify({ code, message }) });
    } finally {
      stopLooking();
    }
  });
});
