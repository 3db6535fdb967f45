import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** How the wire behaves: as it should, slow, silent (packets vanish, nobody hangs up), or refusing every connection. */
export type Wire = 'good' | 'slow' | 'silent' | 'refusing';

export interface TcpProxy {
  readonly port: number;
  /** The same address with the proxy in between. */
  through(url: string): string;
  wire(wire: Wire): void;
  /** Hangs up on everybody at once. @returns how many connections were cut */
  cut(): number;
  close(): Promise<void>;
}

const SLOW_MS = 40;

/** A wire that can be slow, cut or silent, between a client and the server at `target`. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let wire: Wire = 'good';

  const server = createServer((near) => {
    if (wire === 'refusing') return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (chunk) => pass(chunk, other));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });

  function pass(chunk: Buffer, other: Socket): void {
    if (wire === 'silent') return;
    if (wire === 'slow') setTimeout(() => other.writable && other.write(chunk), SLOW_MS);
    else other.write(chunk);
  }

  const cut = (): number => {
    const sockets = [...open];
    for (const socket of sockets) socket.destroy();
    return sockets.length / 2;
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    through(url) {
      const moved = new URL(url);
      moved.hostname = '127.0.0.1';
      moved.port = String(own);
      return moved.href;
    },
    wire: (next) => void (wire = next),
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
