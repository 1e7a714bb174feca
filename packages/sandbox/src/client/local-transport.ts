import type { Api } from '../api/api.ts';
import type { KubeObject } from '../api/object.ts';
import type { ApiRequest, WatchEvent } from '../api/request.ts';
import type { Transport, TransportReply, TransportRequest } from './transport.ts';

/** Reaches an API in the same process: the same requests and answers without sockets and JSON text. */
export function localTransport(api: Api, user: string): Transport {
  const toRequest = (request: TransportRequest): ApiRequest => ({
    method: request.method,
    path: request.path,
    query: new URLSearchParams(request.query),
    accept: 'application/json',
    contentType: request.contentType ?? 'application/json',
    userAgent: user,
    user,
    body: request.body,
  });
  return {
    async request(request): Promise<TransportReply> {
      const reply = api.handle(toRequest(request));
      if (reply.body.kind === 'watch') throw new Error('a watch cannot be read as one answer');
      return {
        status: reply.status,
        body: reply.body.kind === 'json' ? reply.body.value() : reply.body.text,
      };
    },
    watch({ path, query }, handlers): () => void {
      const reply = api.handle(toRequest({ method: 'GET', path, query: { ...query, watch: 'true' } }));
      if (reply.body.kind !== 'watch') {
        const text = reply.body.kind === 'json' ? reply.body.text() : reply.body.text;
        queueMicrotask(() => handlers.end(new Error(`watch of ${path} answered ${reply.status}: ${text}`)));
        return () => {};
      }
      return reply.body.open({
        event: (event: WatchEvent) =>
          handlers.event({ type: event.type, object: event.object() as KubeObject }),
        end: () => handlers.end(),
      });
    },
  };
}
