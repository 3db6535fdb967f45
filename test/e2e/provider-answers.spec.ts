import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { ProvidersScene, accountOf, start, comeBack, confirm, signIn } from '../builders/providers.scene.js';
import type { IdentityProvider } from '../support/identity-provider.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new ProvidersScene();
const { linkOf, decide, linked } = scene;

let parts: TestInstallation;
let idp: IdentityProvider;
let other: IdentityProvider;
let strict: IdentityProvider;
let family: BuiltFamily;
let browser: TestAgent;

beforeAll(async () => {
  ({ parts, idp, other, strict } = await scene.open());
}, 120_000);
afterAll(() => scene.close());
beforeEach(async () => {
  ({ family, browser } = await scene.begin());
});

/** Another ID token of the same provider, rightly signed, of another attempt. */
async function foreignIdToken(one: IdentityProvider, provider: string): Promise<string> {
  let found = '';
  one.tamper = (answer) => {
    found = answer.id_token;
    return answer;
  };
  await signIn(parts.anonymous(), provider);
  one.tamper = undefined;
  return found;
}

describe('what came back from the provider', () => {
  test('counts once', async () => {
    const answer = await comeBack(await start(browser));
    await confirm(browser, answer).expect(200);
    const asked = idp.asked.length;
    expect((await confirm(browser, answer).expect(401)).body.code).toBe('sign-in-failed');
    // By ourselves: a provider that redeems a code twice is not asked.
    expect(idp.asked).toHaveLength(asked);
  });

  test('counts once when it is handed in twice at the same moment', async () => {
    await linked(browser);
    const answer = await comeBack(await start(browser));
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(browser, answer)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('is refused in another browser, which gets no session of it; the one that left still can', async () => {
    await linked(browser);
    const answer = await comeBack(await start(browser));
    const thief = parts.anonymous();
    expect((await confirm(thief, answer).expect(401)).body.code).toBe('sign-in-other-browser');
    await start(thief);
    expect((await confirm(thief, answer).expect(401)).body.code).toBe('sign-in-other-browser');
    await thief.get('/v1/me').expect(401);
    expect((await confirm(browser, answer).expect(200)).body.outcome).toBe('signed-in');
  });

  test('is good for 10 minutes', async () => {
    const answer = await comeBack(await start(browser));
    parts.clock.advanceMinutes(10);
    await confirm(browser, answer).expect(401);
  });

  test('is refused with a state of nobody’s', async () => {
    const answer = await comeBack(await start(browser));
    await confirm(browser, { ...answer, state: 'A'.repeat(43) }).expect(401);
  });

  test('is refused with a code that was given to another attempt', async () => {
    const stolen = await comeBack(await start(parts.anonymous()));
    const own = await comeBack(await start(browser));
    const { body } = await confirm(browser, { ...own, code: stolen.code }).expect(401);
    expect(body.code).toBe('sign-in-failed');
  });

  test('is refused when it names another issuer, or is handed in for another provider', async () => {
    const answer = await comeBack(await start(browser));
    const asked = other.asked.length;
    expect((await confirm(browser, answer, 'other').expect(401)).body.code).toBe('sign-in-failed');
    expect(other.asked).toHaveLength(asked);
    expect((await confirm(browser, { ...answer, iss: other.issuer }).expect(401)).body.code).toBe(
      'sign-in-failed',
    );
    expect((await confirm(browser, answer).expect(401)).body.code).toBe('sign-in-failed');
  });

  test('is refused with an ID token of another attempt, of another issuer, or with a changed one', async () => {
    await linked(browser);
    const replayed = await foreignIdToken(idp, 'city');
    other.account = idp.account;
    const foreign = await foreignIdToken(other, 'other');
    const changed = (claim: object) => (token: string) => {
      const [head, body, signature] = token.split('.') as [string, string, string];
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
      const forged = Buffer.from(JSON.stringify({ ...claims, ...claim })).toString('base64url');
      return [head, forged, signature].join('.');
    };
    const unsigned = (token: string) => {
      const head = Buffer.from('{"alg":"none"}').toString('base64url');
      return `${head}.${token.split('.')[1]}.`;
    };
    const forgeries = [changed({ sub: 'somebody' }), changed({ acr: 'level-3' }), unsigned];
    for (const forge of [() => replayed, () => foreign, ...forgeries]) {
      idp.tamper = (answer) => ({ ...answer, id_token: forge(answer.id_token) });
      const { status, body } = await signIn(browser);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'sign-in-failed' });
    }
    await browser.get('/v1/me').expect(401);
  });

  test('may be that somebody turned back, which is said as such', async () => {
    const state = new URL(await start(browser)).searchParams.get('state');
    const { body } = await confirm(browser, { state, error: 'access_denied', iss: idp.issuer }).expect(401);
    expect(body.code).toBe('provider-refused');
  });

  test.each([{}, { code: 'code', error: 'access_denied' }, { code: 'a b' }, { code: 'x'.repeat(2_001) }])(
    '%j is no answer of a provider',
    async (answer) => {
      await confirm(browser, { state: 'x'.repeat(43), ...answer }).expect(400);
    },
  );
});

describe('the level of a sign-in', () => {
  test.each([
    ['level-1', 401],
    [undefined, 401],
    ['level-2', 200],
    ['level-3', 200],
  ])('%s is answered with %i where the second of three is asked for', async (acr, status) => {
    strict.account = accountOf(family, acr);
    const url = await start(browser, 'strict');
    expect(new URL(url).searchParams.get('acr_values')).toBe('level-2 level-3');
    const answer = await confirm(browser, await comeBack(url, 'strict'), 'strict');
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.body.code).toBe('level-too-low');
  });
});

describe('a second factor', () => {
  test('is a sign-in at or above the level that the provider is configured for, and none below', async () => {
    const colleague = await parts.people.member(['coordinator']);
    const administrator = await parts.people.administrator();
    strict.account = accountOf(colleague, 'level-2');
    expect((await signIn(browser, 'strict')).body.outcome).toBe('asked');
    const { id } = await linkOf(colleague.actor.memberId, administrator);
    expect((await decide(id, 'confirm', administrator)).status).toBe(200);
    expect((await signIn(browser, 'strict')).body.me).toMatchObject({ secondFactor: 'to-enrol' });
    expect((await browser.get('/v1/queue').expect(403)).body.code).toBe('second-factor-required');
    strict.account = { ...strict.account, acr: 'level-3' };
    expect((await signIn(browser, 'strict')).body.me).toMatchObject({ secondFactor: 'passed' });
    await browser.get('/v1/queue').expect(200);
    const { body } = await browser.get('/v1/me/sessions').expect(200);
    expect(body.find(({ current }: { current: boolean }) => current)).toMatchObject({
      way: 'issuer',
      secondFactor: 'issuer',
    });
  });

  test('is none where the provider has no level for it', async () => {
    const colleague = await parts.people.member(['coordinator']);
    const administrator = await parts.people.administrator();
    idp.account = accountOf(colleague, 'level-3');
    expect((await signIn(browser)).body.outcome).toBe('asked');
    const { id } = await linkOf(colleague.actor.memberId, administrator);
    await decide(id, 'confirm', administrator);
    expect((await signIn(browser)).body.me).toMatchObject({ secondFactor: 'to-enrol' });
  });
});

describe('a session that rests on the word of a provider', () => {
  test('sets up no factor, which would open other communities and outlive the link', async () => {
    strict.account = accountOf(family, 'level-3');
    await linked(browser, 'strict');
    expect((await signIn(browser, 'strict')).body.me).toMatchObject({ secondFactor: 'passed' });
    for (const path of ['/v1/me/authenticator', '/v1/me/recovery-codes']) {
      expect((await browser.put(path).expect(403)).body.code).toBe('recent-proof-needed');
    }
    expect((await browser.get('/v1/me/second-factors').expect(200)).body.recentlyProved).toBe(false);
  });
});

describe('a provider that is in trouble', () => {
  const down = () => browser.post('/v1/sign-in/providers/other');

  test.each(['down', 'silent'] as const)(
    'and is %s says so in time, and disturbs nobody else',
    async (mood) => {
      parts.clock.advanceMinutes(60);
      other.mood = mood;
      const began = performance.now();
      const refused = down();
      const meanwhile = start(parts.anonymous());
      expect((await refused).body).toMatchObject({ status: 503, code: 'provider-unreachable' });
      expect(performance.now() - began).toBeLessThan(8_000);
      expect(await meanwhile).toContain(idp.issuer);
      // Asked once, not by everybody who presses meanwhile.
      const asked = other.asked.length;
      await down().expect(503);
      expect(other.asked).toHaveLength(asked);
      other.mood = 'good';
      parts.clock.advanceMinutes(1);
      await down().expect(200);
    },
    20_000,
  );

  test('after the browser came back says so too; signing in anew works', async () => {
    const answer = await comeBack(await start(browser, 'other'), 'other');
    other.mood = 'down';
    expect((await confirm(browser, answer, 'other').expect(503)).body.code).toBe('provider-unreachable');
    other.mood = 'good';
    expect((await signIn(browser, 'other')).status).toBe(200);
  });

  test('sends nobody to an address that is none of the web', async () => {
    parts.clock.advanceMinutes(60);
    const real = globalThis.fetch;
    globalThis.fetch = async (...request) => {
      const answer = await real(...request);
      if (!String(request[0]).includes('/.well-known/')) return answer;
      const told = (await answer.json()) as object;
      return Response.json({ ...told, authorization_endpoint: 'javascript:alert(1)' });
    };
    try {
      await down().expect(503);
    } finally {
      globalThis.fetch = real;
      parts.clock.advanceMinutes(60);
    }
  });
});
