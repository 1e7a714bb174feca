import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A way to an API server that can break as networks do: what was open stays open, and nothing comes through any more. */
export type Partition = {
  /** Where to connect instead, `http://127.0.0.1:<port>`. */
  url: string;
  /** From now on nothing comes through, and new connections are taken but never answered. */
  cut(): void;
  /** New connections come through again; those of before stay dead. */
  heal(): void;
  stop(): Promise<void>;
};

export async function startPartition(target: string): Promise<Partition> {
  const { hostname, port } = new URL(target);
  let isCut = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) return void near.pause();
    const far = keep(connect({ host: hostname, port: Number(port) }));
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    heal: () => void (isCut = false),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
