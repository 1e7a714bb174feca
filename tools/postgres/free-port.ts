import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A free port on loopback: `wanted` when nobody listens there, else any. */
export async function findFreePort(wanted = 0): Promise<number> {
  return (await tryListen(wanted)) ?? (await tryListen(0)) ?? wanted;
}

/** A free port of loopback, below those that a system gives connections: none takes it before its server does. */
export function chooseQuietPort(): Promise<number> {
  return findFreePort(randomInt(20_000, 30_000));
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
