import { queries } from '../api/queries.js';
import { concernedBy, HEARD_KINDS, waitBefore } from './live.rules.js';

/** Changes that come together are read together. */
const GATHER_MS = 250;
/** However much changes, nothing is read anew more often than this. */
const LEAST_APART_MS = 2_000;
/** Without a stream everything that is shown is read anew so often. */
const WITHOUT_STREAM_MS = 60_000;

/** Nobody looks at a hidden page, and a browser holds six connections: a tab in the background gives its own back. */
const wanted = () => document.visibilityState === 'visible' && navigator.onLine;

class Live {
  private stream: EventSource | undefined;
  private failures = 0;
  private opening: ReturnType<typeof setTimeout> | undefined;
  private reading: ReturnType<typeof setTimeout> | undefined;
  private readonly changed = new Set<string>();
  private all = false;
  private lastRead = 0;
  private missed = false;
  private readonly fallback = setInterval(() => {
    if (!this.isOpen && wanted()) this.readAll();
  }, WITHOUT_STREAM_MS);

  constructor() {
    document.addEventListener('visibilitychange', this.attend);
    window.addEventListener('online', this.attend);
    window.addEventListener('offline', this.attend);
    this.attend();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.attend);
    window.removeEventListener('online', this.attend);
    window.removeEventListener('offline', this.attend);
    clearInterval(this.fallback);
    clearTimeout(this.reading);
    this.leave();
  }

  private get isOpen(): boolean {
    return this.stream?.readyState === EventSource.OPEN;
  }

  private readonly attend = (): void => {
    if (!wanted()) return this.leave();
    if (this.stream || this.opening !== undefined) return;
    this.failures = 0;
    this.open();
  };

  private leave(): void {
    clearTimeout(this.opening);
    this.opening = undefined;
    // What happens from here on is not heard.
    this.missed ||= this.stream !== undefined;
    this.stream?.close();
    this.stream = undefined;
  }

  private open(): void {
    this.opening = undefined;
    const stream = new EventSource('/v1/events');
    this.stream = stream;
    stream.addEventListener('open', () => {
      this.failures = 0;
      if (this.missed) this.readAll();
      this.missed = false;
    });
    // The browser would try for ever and at its own pace, or never again: it is done here, further and further apart.
    stream.addEventListener('error', () => {
      this.leave();
      this.failures += 1;
      this.opening = setTimeout(() => this.open(), waitBefore(this.failures, Math.random()));
    });
    for (const kind of HEARD_KINDS) stream.addEventListener(kind, () => this.hear(kind));
    stream.addEventListener('look-again', () => this.readAll());
  }

  private hear(kind: string): void {
    this.changed.add(kind);
    this.readSoon();
  }

  private readAll(): void {
    this.all = true;
    this.readSoon();
  }

  private readSoon(): void {
    const rest = this.lastRead + LEAST_APART_MS - Date.now();
    this.reading ??= setTimeout(() => this.read(), Math.max(GATHER_MS, rest));
  }

  private read(): void {
    this.reading = undefined;
    this.lastRead = Date.now();
    const concerned = concernedBy(this.changed);
    const all = this.all;
    this.changed.clear();
    this.all = false;
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => all || concerned.has(String(queryKey[0])),
    });
  }
}

/** Keeps what is shown as it is, from now on: what changes is read anew. @returns how to stop */
export function listen(): () => void {
  const live = new Live();
  return () => live.stop();
}
