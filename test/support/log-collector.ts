import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';

/** A machine that collects logs: syslog over TLS, with a certificate of `docker/prepare.sh`. */
export class LogCollector {
  readonly lines: string[] = [];
  bytes = 0;
  private readonly sockets = new Set<TLSSocket>();

  private constructor(private readonly server: Server) {}

  static async start(secrets: string, port = 0): Promise<LogCollector> {
    const pem = (name: string) => readFileSync(join(secrets, name));
    const server = createServer({ key: pem('server_key'), cert: pem('server_crt') });
    const collector = new LogCollector(server);
    server.on('secureConnection', (socket) => collector.hear(socket));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((listening) => server.listen(port, 'localhost', listening));
    return collector;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }

  private hear(socket: TLSSocket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    let heard = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.byteLength;
      heard = Buffer.concat([heard, chunk]);
      for (;;) {
        const blank = heard.indexOf(' ');
        const length = Number(heard.subarray(0, blank).toString());
        if (blank < 1 || heard.byteLength < blank + 1 + length) return;
        this.lines.push(heard.subarray(blank + 1, blank + 1 + length).toString());
        heard = heard.subarray(blank + 1 + length);
      }
    });
  }
}
