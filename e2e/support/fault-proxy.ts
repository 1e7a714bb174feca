import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as requestUpstream } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream';
import type { AddressInfo } from 'node:net';
import type { Faults } from '@bowline/sandbox/api/faults';

/** A Kubernetes API server reached through loopback, where faults can hit its clients. */
export type FaultProxy = { url: string; stop(): Promise<void> };

/** Puts `faults` before an API server that has none of its own. It closes connections; other faults it does not know. */
export async function startFaultProxy(target: {
  url: string;
  caPem: string;
  faults: Pick<Faults, 'match'>;
}): Promise<FaultProxy> {
  const agent = new Agent({ ca: target.caPem, keepAlive: true });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Whole before anything is decided: a client that is killed meanwhile must not leave half a request upstream.
    const body = await buffer(request);
    const { method = 'GET', url = '/', headers } = request;
    const { pathname: path, searchParams: query } = new URL(url, target.url);
    const fault = target.faults.match({ method, path, query });
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault) throw new Error(`The proxy cannot answer with ${fault.kind}.`);
    const upstream = requestUpstream(new URL(url, target.url), { method, headers, agent });
    upstream.once('error', () => response.destroy());
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders(); // a watch may have nothing to say for long
      pipeline(answer, response, () => {});
    });
    // Nobody reads this watch any more. A write goes on without its writer, as it would over the network.
    response.once('close', () => method === 'GET' && upstream.destroy());
    upstream.end(body);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}
