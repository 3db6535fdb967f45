import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityCodec } from '#members';
import { createLogger, readConfig, type Config } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createApi } from '../../apps/api/src/create-api.js';
import { Demonstration } from '../../apps/api/src/demo/demonstration.js';
import { startMailCatcher, type MailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';
import { BUILT_WEB, TEST_KEY, until } from '../support/test-installation.js';

let world: TestWorld;
let mails: MailCatcher;
let family: BuiltFamily;
let demonstration: Demonstration;
let moved = 0;
const open: NestFastifyApplication[] = [];

function configOf(demo: boolean): Config {
  return readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: world.url,
    SMTP_URL: mails.smtpUrl,
    SECRET_KEY: TEST_KEY.toString('base64'),
    DATABASE_POOL: '3',
    LOG_LEVEL: 'silent',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1',
    DEMO: demo ? 'true' : undefined,
  });
}

async function listen(config: Config, shown?: Demonstration): Promise<request.Agent> {
  const logger = createLogger('test', 'silent');
  const api = await createApi({
    config,
    clock: world.clock,
    logger,
    demonstration: shown,
    webFolder: BUILT_WEB,
  });
  await api.listen(0, '127.0.0.1');
  open.push(api);
  return request.agent(api.getHttpServer());
}

beforeAll(async () => {
  world = await openWorld();
  mails = await startMailCatcher();
  const people = await buildCommunity(world.uow, new IdentityCodec(TEST_KEY), world.clock);
  family = await people.family({ givenName: 'Ada' });
  demonstration = {
    community: 'Comunità di prova',
    timeZone: 'Europe/Rome',
    roles: [{ key: 'family', label: 'A family', givenName: 'Ada', personId: family.actor.personId }],
    mails: () => mails.messages().map((mail) => ({ channel: 'e-mail', ...mail })),
    now: () => world.clock.now(),
    advance: async (minutes) => {
      moved += 1;
      world.clock.advanceMinutes(minutes);
      return world.clock.now();
    },
  };
});

afterAll(async () => {
  for (const api of open) await api.close();
  await mails.close();
  await world.close();
});

async function counts(): Promise<unknown> {
  return world.uow.tenantless('sign-in', async (sql) =>
    sql(
      'SELECT (SELECT count(*) FROM sign_in_session) AS sessions, (SELECT count(*) FROM sign_in_challenge) AS challenges',
    ),
  );
}

describe('the demonstration’s page', () => {
  let client: request.Agent;

  beforeAll(async () => {
    client = await listen(configOf(true), demonstration);
  });

  it('comes in every language, with a policy that lets no foreign script in', async () => {
    for (const lang of ['it', 'en', 'ar']) {
      const page = await client
        .get(`/demo?lang=${lang}`)
        .expect(200)
        .expect('content-type', /text\/html/)
        .expect('content-language', lang);
      expect(page.headers['content-security-policy']).toMatch(/^default-src 'self';/);
      expect(page.headers['content-security-policy']).not.toContain('unsafe');
      expect(page.text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|https?:\/\//);
    }
  });

  it('changes nothing by being read', async () => {
    const before = await counts();
    const movedBefore = moved;
    for (const path of ['/', '/demo', '/demo/state', '/demo/mail', '/login', '/login?token=abc']) {
      const { headers } = await client.get(path).expect(200);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect(await counts()).toEqual(before);
    expect(moved).toBe(movedBefore);
  });

  it('is offered by the sign-in page, which is told so by the server', async () => {
    const { text } = await client.get('/login').expect(200);
    expect(text).toContain('<html data-demo ');
  });

  it('lets one be somebody with one button, and tells who', async () => {
    const stranger = await client.get('/demo/state').expect(200);
    expect(stranger.body).toMatchObject({ me: null, roles: [{ key: 'family', givenName: 'Ada' }] });
    const signedIn = await client.post('/demo/sign-in').send({ role: 'family' }).expect(200);
    expect(String(signedIn.headers['set-cookie'])).toMatch(/intreccio-session=[\w-]{43};.*HttpOnly/);
    const { body } = await client.get('/demo/state').expect(200);
    expect(body.me).toMatchObject({ memberId: family.memberId, key: 'family', givenName: 'Ada' });
    await client.post('/demo/sign-in').send({ role: 'nobody' }).expect(404);
  });
});

describe('without a demonstration', () => {
  const HIDDEN = ['/demo', '/demo/state', '/demo/mail'];

  it('there is no demonstration’s page in demo mode alone, nor with a demonstration alone', async () => {
    for (const client of [await listen(configOf(true)), await listen(configOf(false), demonstration)]) {
      for (const path of HIDDEN) await client.get(path).expect(404);
      await client.post('/demo/sign-in').send({ role: 'family' }).expect(404);
      const { text } = await client.get('/login').expect(200);
      expect(text).not.toContain('data-demo');
    }
  });

  it('production refuses demo mode', () => {
    const production = {
      NODE_ENV: 'production',
      DEMO: 'true',
      DATABASE_URL: world.url,
      PUBLIC_URL: 'https://example.org',
    };
    expect(() => readConfig({ ...production, SECRET_KEY: TEST_KEY.toString('base64') })).toThrow(/DEMO/);
  });
});

describe('the page a sign-in mail links to', () => {
  it('consumes nothing when a mail scanner follows the link; the button still works, once', async () => {
    const client = await listen(configOf(false));
    await client.post('/v1/sign-in').send({ email: family.email, language: 'it' }).expect(202);
    const mail = await until('the sign-in mail', async () =>
      mails.messages().find(({ recipients }) => recipients.includes(family.email)),
    );
    const link = new URL(/https?:\/\/\S+\/login\?token=[\w-]+/.exec(mail.text)![0]);
    for (let time = 0; time < 3; time++) {
      const scanned = await client.get(link.pathname + link.search).expect(200);
      expect(scanned.headers['set-cookie']).toBeUndefined();
      expect(scanned.headers['referrer-policy']).toBe('no-referrer');
    }
    await client.get('/v1/me').expect(401);
    const token = link.searchParams.get('token');
    await client.post('/v1/sign-in/confirm').send({ token }).expect(200);
    await client.get('/v1/me').expect(200);
    await client
      .post('/v1/sign-in/confirm')
      .send({ token })
      .expect((again) => expect(again.status).toBeGreaterThan(399));
  });
});
