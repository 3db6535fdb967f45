import { migrate } from '#database';
import { MailSender } from '#notifications';
import { ConfigError, readConfig } from '#platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { openDatabase } from '../../apps/cli/src/open-database.js';
import { TlsServers } from '../support/tls-servers.js';
import { freePort } from '../support/redis-server.js';
import { until } from '../support/test-installation.js';

let servers: TlsServers;
const children: ChildProcess[] = [];

beforeAll(async () => {
  servers = await TlsServers.start();
  await migrate(servers.urlOf());
  await query(`CREATE ROLE runtime LOGIN PASSWORD 'x' IN ROLE intreccio_app, intreccio_relay`);
}, 120_000);

afterAll(async () => {
  await Promise.all(
    children
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((child) => {
        child.kill('SIGKILL');
        return once(child, 'close');
      }),
  );
  await servers?.stop();
});

async function query<T extends object>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: servers.urlOf() });
  await client.connect();
  const { rows } = await client.query<T>(sql);
  await client.end();
  return rows;
}

/** Asked with the authority of this installation; undefined while nobody answers. */
function statusOf(address: string): Promise<number | undefined> {
  const ca = readFileSync(join(servers.secrets, 'ca_crt'));
  return new Promise((answered) => {
    get(address, { ca, agent: false }, (answer) => answered(answer.resume().statusCode)).on('error', () =>
      answered(undefined),
    );
  });
}

/** That Redis has no other port than the one of TLS. */
async function clientsOfQueue(url: string): Promise<number> {
  const redis = new Redis(url, { tls: { ca: readFileSync(join(servers.secrets, 'ca_crt')) } });
  const clients = (await redis.client('LIST')) as string;
  redis.disconnect();
  return clients.trim().split('\n').length;
}

/** Written where an agent of a key vault would lay it down. */
function secretFile(name: string, value: string): string {
  const file = join(servers.secrets, name);
  writeFileSync(file, `${value}\n`, { mode: 0o600 });
  return file;
}

function inProduction(app: string, env: NodeJS.ProcessEnv): ChildProcess & { said: string } {
  const child = spawn(
    process.execPath,
    ['--import', './test/support/register-typescript.mjs', `apps/${app}/src/main.ts`],
    {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        NODE_EXTRA_CA_CERTS: join(servers.secrets, 'ca_crt'),
        DATABASE_URL_FILE: secretFile('runtime_url', servers.urlOf('runtime', 'x', { ca: '' })),
        SECRET_KEY_FILE: join(servers.secrets, 'secret_key'),
        SMTP_URL_FILE: join(servers.secrets, 'smtp_url'),
        ...(servers.redisUrl ? { REDIS_URL_FILE: secretFile('redis_url', servers.redisUrl) } : {}),
        MAIL_FROM: 'aiuto@example.org',
        PUBLIC_URL: 'https://aiuto.example.org',
        ...env,
      },
    },
  );
  children.push(child);
  const heard = Object.assign(child, { said: '' });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (heard.said += chunk.toString()));
  return heard;
}

describe('API and worker in production, with every secret in a file', () => {
  it('reach a database and a queue that speak nothing but TLS, by checked certificates, and answer by https', async () => {
    const port = await freePort();
    const api = inProduction('api', {
      PORT: String(port),
      HOST: '127.0.0.1',
      TLS_CERT_FILE: join(servers.secrets, 'server_crt'),
      TLS_KEY_FILE: join(servers.secrets, 'server_key'),
    });
    const worker = inProduction('worker', {});
    const ready = () => statusOf(`https://localhost:${port}/readyz`);
    const patience_ms = 45_000;
    await until(
      'the API is ready',
      async () => {
        if (api.exitCode !== null) throw new Error(api.said);
        return (await ready()) === 200;
      },
      patience_ms,
    );
    await until(
      'the worker works',
      () => {
        if (worker.exitCode !== null) throw new Error(worker.said);
        return Promise.resolve(worker.said.includes('working'));
      },
      patience_ms,
    );
    await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow();
    const connections = await query<{ ssl: boolean; name: string }>(
      `SELECT ssl, application_name AS name FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'runtime'`,
    );
    expect(connections.length).toBeGreaterThan(2);
    expect(connections.filter(({ ssl }) => !ssl)).toEqual([]);
    if (servers.redisUrl) {
      await until(
        'both are at the queue',
        async () => (await clientsOfQueue(servers.redisUrl!)) > 2,
        patience_ms,
      );
    }
  }, 120_000);

  it('end with one sentence where the certificate is of an authority that nobody named', async () => {
    const api = inProduction('api', { NODE_EXTRA_CA_CERTS: '' });
    await once(api, 'close');
    expect(api.exitCode).not.toBe(0);
    expect(api.said).toMatch(/certificate/i);
  }, 60_000);
});

it('that database lets nobody in without TLS', async () => {
  const client = new pg.Client({ connectionString: servers.urlWithoutTls });
  await expect(client.connect()).rejects.toThrow(/no encryption|pg_hba/);
});

it('a command of a production asks no database in the clear', async () => {
  const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://a:hidden@db.example.org/intreccio' };
  await expect(openDatabase(env, () => undefined)).rejects.toThrow(ConfigError);
  await expect(openDatabase(env, () => undefined)).rejects.toThrow(
    /^DATABASE_URL would reach db\.example\.org/,
  );
});

describe('mail', () => {
  const mail = { to: 'ada@x.example', subject: 's', text: 't', html: 'h' };

  async function sent(smtpNeedsTls: boolean, options: SMTPServerOptions): Promise<string> {
    const heard: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      key: readFileSync(join(servers.secrets, 'server_key')),
      cert: readFileSync(join(servers.secrets, 'server_crt')),
      ...options,
      onMailFrom: (address, _session, done) => {
        heard.push(address.address);
        done();
      },
      onData: (stream, _session, done) => stream.resume().on('end', () => done()),
    });
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    const config = { smtpUrl: `smtp://127.0.0.1:${port}`, smtpNeedsTls, mailFrom: 'desk@x.example' };
    const sender = new MailSender(config);
    const failed = await sender.send(mail).then(
      () => 'sent',
      (error: { reason: string }) => error.reason,
    );
    sender.onApplicationShutdown();
    await new Promise<void>((done) => server.close(() => done()));
    return `${failed}, heard ${heard.length}`;
  }

  it('that needs TLS is not sent to a server that offers none, nor to one whose certificate is nobody’s', async () => {
    const withoutTls = { disabledCommands: ['STARTTLS'] };
    expect(await sent(true, withoutTls)).toBe('smtp-tls, heard 0');
    expect(await sent(true, {})).toBe('connection, heard 0');
    expect(await sent(false, withoutTls)).toBe('sent, heard 1');
  });

  it('needs it in production, beyond this machine', () => {
    const needs = (smtpUrl: string, more: NodeJS.ProcessEnv = {}) =>
      readConfig({
        NODE_ENV: 'production',
        DATABASE_URL: 'postgres://a@localhost/intreccio',
        SMTP_URL: smtpUrl,
        MAIL_FROM: 'desk@x.example',
        PUBLIC_URL: 'https://x.example',
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...more,
      }).smtpNeedsTls;
    expect(needs('smtp://mail.example.org:587')).toBe(true);
    expect(needs('smtps://mail.example.org')).toBe(true);
    expect(needs('smtp://127.0.0.1:25')).toBe(false);
    expect(needs('smtp://relay:25', { UNENCRYPTED_HOSTS: 'relay' })).toBe(false);
    expect(needs('smtp://mail.example.org:587', { NODE_ENV: 'development' })).toBe(false);
  });
});
