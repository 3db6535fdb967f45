import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { freePort, redisProgram } from './redis-server.js';

/** What `docker/prepare.sh` makes: secrets and certificates for postgres, valkey, mailpit and localhost. */
export function prepareSecrets(env: NodeJS.ProcessEnv = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'intreccio-prepared-'));
  const { status, stderr } = spawnSync('bash', ['docker/prepare.sh', folder], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  if (status !== 0) throw new Error(`prepare.sh: ${stderr}`);
  return folder;
}

/** A PostgreSQL that lets nobody in without TLS, and a Redis that speaks nothing else, with those certificates. */
export class TlsServers {
  private constructor(
    readonly secrets: string,
    readonly redisUrl: string | undefined,
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    private readonly redis: ChildProcess | undefined,
  ) {}

  static async start(): Promise<TlsServers> {
    const secrets = prepareSecrets();
    const folder = mkdtempSync(join(tmpdir(), 'intreccio-tls-'));
    const postgres = await startEmbeddedPostgres({
      dataDir: join(folder, 'postgres'),
      port: await freePort(),
      durable: false,
    });
    await demandTls(postgres.url, secrets);
    const program = redisProgram();
    const port = await freePort();
    const redis = program ? startRedis(program, port, secrets) : undefined;
    return new TlsServers(secrets, redis && `rediss://localhost:${port}`, folder, postgres, redis);
  }

  /** The owner's address, or another login's. */
  urlOf(username?: string, password = 'x', { ca = join(this.secrets, 'ca_crt') } = {}): string {
    const url = new URL(this.postgres.url);
    url.hostname = 'localhost';
    if (username) Object.assign(url, { username, password });
    url.searchParams.set('sslmode', 'verify-full');
    if (ca) url.searchParams.set('sslrootcert', ca);
    return url.href;
  }

  get urlWithoutTls(): string {
    return this.postgres.url;
  }

  async stop(): Promise<void> {
    if (this.redis?.exitCode === null) {
      this.redis.kill('SIGKILL');
      await once(this.redis, 'exit');
    }
    await this.postgres.stop();
    for (const folder of [this.folder, this.secrets]) rmSync(folder, { recursive: true, force: true });
  }
}

async function demandTls(url: string, secrets: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>(
    `SELECT current_setting('data_directory') AS folder`,
  );
  const { folder } = rows[0]!;
  const { uid, gid } = statSync(folder);
  for (const name of ['server_crt', 'server_key']) {
    const file = join(folder, name);
    copyFileSync(join(secrets, name), file);
    chmodSync(file, 0o600);
    chownSync(file, uid, gid);
  }
  await client.query(`ALTER SYSTEM SET ssl_cert_file = 'server_crt'`);
  await client.query(`ALTER SYSTEM SET ssl_key_file = 'server_key'`);
  await client.query(`ALTER SYSTEM SET ssl = on`);
  const rules = join(folder, 'pg_hba.conf');
  writeFileSync(rules, readFileSync(rules, 'utf8').replace(/^host(?=\s)/gm, 'hostssl'));
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}

function startRedis(program: string, port: number, secrets: string): ChildProcess {
  const tls = ['cert', 'key'].flatMap((kind) => [
    `--tls-${kind}-file`,
    join(secrets, kind === 'cert' ? 'server_crt' : 'server_key'),
  ]);
  const ports = [
    '--port',
    '0',
    '--tls-port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--tls-auth-clients',
    'no',
  ];
  return spawn(program, [...ports, ...tls, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
}
