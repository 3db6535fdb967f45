import { hostname } from 'node:os';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { syslogFrame, type SyslogOrigin } from './syslog-frame.js';

export interface LogShipperLimits {
  /** Bytes of lines that wait for the other side. */
  readonly waiting: number;
  readonly connect_ms: number;
  /** How long the other side may take nothing in while lines wait. */
  readonly stalled_ms: number;
  readonly again_ms: readonly [first: number, longest: number];
}

const LIMITS: LogShipperLimits = {
  waiting: 4 * 1024 * 1024,
  connect_ms: 10_000,
  stalled_ms: 15_000,
  again_ms: [500, 30_000],
};

/**
 * Sends the lines of the log to another machine while they are written: syslog over TLS (RFC 5425), with its certificate
 * checked. Whoever logs never waits: what the other side does not take in time waits here, the oldest goes when there is
 * too much, and then it is told how many are missing. Standard output has all of them in any case.
 */
export class LogShipper {
  private readonly waiting: Buffer[] = [];
  private bytes = 0;
  private lost = 0;
  private failures = 0;
  private socket: TLSSocket | undefined;
  private ready = false;
  private again: NodeJS.Timeout | undefined;
  private stalled: NodeJS.Timeout | undefined;
  private ended = false;
  private readonly origin: SyslogOrigin = { host: hostname(), pid: process.pid };

  /** @param url syslog+tls://host:port */
  constructor(
    private readonly url: URL,
    private readonly limits: LogShipperLimits = LIMITS,
    private readonly options: ConnectionOptions = {},
    /** Hears of each outage once. */
    private readonly say: (sentence: string) => void = (sentence) => process.stderr.write(`${sentence}\n`),
  ) {}

  /** What pino calls for each line. */
  write(line: string): void {
    if (this.ended) return;
    this.keep(syslogFrame(line, this.origin));
    if (this.socket) this.send();
    else if (!this.again) this.open();
  }

  /** Sends what waits, as far as that goes in so many milliseconds. */
  async end(within_ms: number): Promise<void> {
    const until = Date.now() + within_ms;
    while (this.waiting.length > 0 && Date.now() < until) await new Promise((go) => setTimeout(go, 20));
    this.ended = true;
    clearTimeout(this.again);
    clearTimeout(this.stalled);
    const { socket } = this;
    if (!socket || !this.ready) return void socket?.destroy();
    await new Promise<void>((closed) => {
      setTimeout(closed, Math.max(20, until - Date.now())).unref();
      socket.once('close', () => closed()).end();
    });
    socket.destroy();
  }

  private keep(frame: Buffer): void {
    this.waiting.push(frame);
    this.bytes += frame.byteLength;
    while (this.bytes > this.limits.waiting) {
      this.bytes -= this.waiting.shift()!.byteLength;
      this.lost += 1;
    }
  }

  private open(): void {
    this.again = undefined;
    const host = this.url.hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = connect({ host, port: Number(this.url.port || 6514), servername: host, ...this.options });
    this.socket = socket;
    // The log keeps no process alive that has nothing else to do.
    socket.unref();
    const slow = setTimeout(() => socket.destroy(), this.limits.connect_ms).unref();
    socket.once('secureConnect', () => {
      clearTimeout(slow);
      this.ready = true;
      this.failures = 0;
      this.send();
    });
    socket.on('drain', () => this.send());
    // Nothing is said to us; it must be read all the same for the end to be heard.
    socket.resume();
    let reason = 'no answer';
    socket.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? error.message));
    socket.once('close', () => {
      clearTimeout(slow);
      this.closed(reason);
    });
  }

  private closed(reason: string): void {
    this.socket = undefined;
    const neverUp = !this.ready;
    this.ready = false;
    clearTimeout(this.stalled);
    if (this.ended) return;
    if (neverUp && this.failures === 0) {
      this.say(
        `LOG_URL: ${this.url.host} cannot be reached (${reason}); lines wait, and go to standard output.`,
      );
    }
    const [first, longest] = this.limits.again_ms;
    const wait_ms = Math.min(longest, first * 2 ** Math.min(this.failures, 16));
    this.failures += 1;
    this.again = setTimeout(() => this.open(), wait_ms).unref();
  }

  private send(): void {
    const { socket } = this;
    if (!socket || !this.ready) return;
    clearTimeout(this.stalled);
    while (!socket.writableNeedDrain) {
      const frame = this.next();
      if (!frame) return;
      socket.write(frame);
    }
    this.stalled = setTimeout(() => socket.destroy(), this.limits.stalled_ms).unref();
  }

  private next(): Buffer | undefined {
    if (this.lost > 0) {
      const line = JSON.stringify({
        level: 40,
        time: new Date().toISOString(),
        name: 'log',
        lost: this.lost,
        msg: 'lines of the log were not sent: they are on standard output alone',
      });
      this.lost = 0;
      return syslogFrame(line, this.origin);
    }
    const frame = this.waiting.shift();
    if (frame) this.bytes -= frame.byteLength;
    return frame;
  }
}
