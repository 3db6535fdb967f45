import { readFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Prng } from '../../apps/cli/src/district/random.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { freePort } from '../support/redis-server.js';
import { until } from '../support/test-installation.js';
import type { FaultPlace } from './fault-place.js';
import { aPost, expectOneWhole, insist } from './post-of-a-request.js';
import { faultScenarios } from './scenario.js';

/** A PostgreSQL of these scenarios' own: the others' must not be stopped. */
class OwnServer {
  private readonly folder = join(mkdtempSync(join(tmpdir(), 'intreccio-fault-')), 'data');
  private running: EmbeddedPostgres | undefined;
  private port = 0;

  async start(): Promise<void> {
    this.port ||= await freePort();
    // Durable: what was committed outlives a crash.
    this.running = await startEmbeddedPostgres({ dataDir: this.folder, port: this.port });
    process.env['INTRECCIO_TEST_PG_URL'] = this.running.url;
  }

  /** Sessions are cut, data is flushed; then it starts again, on the same port. */
  async restart(): Promise<void> {
    await this.running!.stop();
    await this.start();
  }

  /** As a power failure: no session ends in order, the next start recovers from the log. */
  async crash(): Promise<void> {
    const { folder } = this.running!;
    const [pid] = (await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    await this.restart();
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }
}

const server = new OwnServer();

/** Posts and approvals while the server goes away and comes back. */
async function through(place: FaultPlace, random: Prng, trouble: () => Promise<void>): Promise<void> {
  await place.startWorker();
  const posts = [];
  for (let left = 4 + random.below(5); left > 0; left -= 1) posts.push(await aPost(place, random));
  for (let left = 1 + random.below(3); left > 0; left -= 1) await place.approvedCase();
  const base = await place.installation.api.getUrl();
  // Some wait in the middle of their transactions, some are wherever they come to.
  const release = random.chance(50) ? await place.hold('request') : undefined;
  const sent = posts.map((post) => post.send(base));
  if (release) await until('a post in its transaction', () => place.someoneWaitsFor('request'));
  else await new Promise((resume) => setTimeout(resume, random.below(80)));
  await trouble();
  await release?.().catch(() => undefined);
  for (const answer of await Promise.all(sent)) expect([201, 409, 503]).toContain(answer!.status);
  await until('readiness', async () => (await fetch(`${base}/readyz`)).ok, 30_000);
  for (const post of posts) expect([undefined, 'answer-lost']).toContain((await insist(place, post)).code);
  for (const post of posts) await expectOneWhole(place, post);
}

faultScenarios(
  'a PostgreSQL that goes away',
  [
    {
      name: 'restarted in the middle of transactions',
      steps: (place, random) => through(place, random, () => server.restart()),
      doubledMessages: 3,
    },
    {
      name: 'crashed in the middle of transactions',
      steps: (place, random) => through(place, random, () => server.crash()),
      doubledMessages: 3,
    },
  ],
  server,
);
