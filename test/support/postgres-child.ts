import { startEmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';

/** A process of its own that runs an embedded PostgreSQL, for a test to interrupt or to kill. */
const port = process.argv[3] ? Number(process.argv[3]) : undefined;
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
try {
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', port, say });
  const staying = setInterval(() => undefined, 60_000);
  process.once('SIGINT', () => {
    clearInterval(staying);
    void postgres.stop();
  });
  // Last: whoever hears it may send the signal at once.
  say(`ready ${postgres.url} in ${postgres.folder}`);
} catch (error) {
  say(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exitCode = 1;
}
