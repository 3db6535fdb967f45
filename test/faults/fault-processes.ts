import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../support/register-typescript.mjs', import.meta.url));
const scriptOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const MOST_WAITED_MS = 60_000;

/** A process that a scenario may kill. */
export class FaultProcess {
  private said = '';
  /** Resolves with the signal or code it ended with. */
  readonly gone: Promise<string | number>;

  constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk: Buffer) => void (this.said += chunk.toString()));
    child.stdin!.on('error', () => undefined);
    this.gone = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number);
  }

  get isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @throws Error when it ends or a minute passes without the words */
  async says(words: RegExp): Promise<RegExpExecArray> {
    const end = Date.now() + MOST_WAITED_MS;
    for (;;) {
      const found = words.exec(this.said);
      if (found) return found;
      if (this.isGone || Date.now() > end) throw new Error(`The process did not say ${words.source}.`);
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }

  tell(message: object): void {
    this.child.stdin!.write(`${JSON.stringify(message)}\n`);
  }

  /** Plants a fault in an API. */
  async plant(fault: object): Promise<void> {
    this.tell({ fault });
    await this.says(/planted/);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.isGone) this.child.kill(signal);
  }

  /** `kill -9`, and waits until it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone;
  }
}

/** The processes of a place. The next worker is started ahead: it takes two seconds to read its sources. */
export class FaultProcesses {
  private readonly all: FaultProcess[] = [];
  private ahead: FaultProcess | undefined;

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  worker(): FaultProcess {
    const child = this.ahead ?? this.start('worker-process.ts');
    this.ahead = this.start('worker-process.ts');
    return child;
  }

  api(): FaultProcess {
    return this.start('api-process.ts');
  }

  /** All but the one that waits to be told. */
  killAll(): void {
    for (const child of this.all.splice(0)) {
      if (child === this.ahead) this.all.push(child);
      else child.signal('SIGKILL');
    }
  }

  async close(): Promise<void> {
    this.ahead = undefined;
    const ending = this.all.map((child) => child.gone);
    this.killAll();
    await Promise.all(ending);
  }

  private start(script: string): FaultProcess {
    const child = spawn(process.execPath, ['--import', SOURCES, scriptOf(script)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '--no-warnings', NODE_ENV: 'test', ...this.environment },
    });
    const started = new FaultProcess(child);
    this.all.push(started);
    return started;
  }
}
