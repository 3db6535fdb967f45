import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor, Role } from '#database';
import { IdentityCodec, MemberService } from '#members';
import { newId } from '#platform';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import {
  ProvidersScene,
  BACK,
  QUARTER_HOUR,
  accountOf,
  start,
  comeBack,
  confirm,
  signIn,
} from '../builders/providers.scene.js';
import { tokenOf } from '../support/http-client.js';
import type { IdentityProvider } from '../support/identity-provider.js';
import { TEST_KEY, until, type TestInstallation } from '../support/test-installation.js';

const scene = new ProvidersScene();
const { waiting, linkOf, decide, linked } = scene;

let parts: TestInstallation;
let idp: IdentityProvider;
let family: BuiltFamily;
let desk: MemberActor;
let browser: TestAgent;

beforeAll(async () => {
  ({ parts, idp } = await scene.open());
}, 120_000);
afterAll(() => scene.close());
beforeEach(async () => {
  ({ family, desk, browser } = await scene.begin());
});

/** Somebody whom the desk has entered with these addresses. */
async function enter(
  people: CommunityPeople,
  addresses: { email?: string; phone?: string },
): Promise<string> {
  const { id } = await new MemberService(parts.uow, people.codec).createMember(people.facts.system, {
    ...addresses,
    givenName: 'Servita',
    familyName: 'Cognome',
    language: 'it',
    roles: ['family'],
  });
  return id;
}

describe('the services one can sign in through', () => {
  test('are told to anyone, by the name of a wanted language, and nothing else of them', async () => {
    const { body } = await browser.get('/v1/sign-in/providers').set('accept-language', 'en').expect(200);
    expect(body).toEqual([
      { id: 'city', name: 'City' },
      { id: 'other', name: 'Altro' },
      { id: 'strict', name: 'Forte' },
    ]);
  });

  test('are gone to with PKCE, state and nonce, and lead back to our own address alone', async () => {
    const url = new URL(await start(browser));
    expect(url.origin).toBe(idp.issuer);
    const sent = Object.fromEntries(url.searchParams);
    expect(sent).toMatchObject({
      redirect_uri: `${BACK}city`,
      code_challenge_method: 'S256',
      response_type: 'code',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(sent[name]).toMatch(/^[\w-]{43}$/);
    expect(sent['scope']).toBe('openid email profile phone');
  });

  test('that are not configured are not there', async () => {
    await browser.post('/v1/sign-in/providers/nowhere').expect(404);
    await confirm(browser, { state: 'x'.repeat(43), code: 'code' }, 'nowhere').expect(404);
  });
});

describe('an identity that nobody knows', () => {
  test('signs nobody in: it asks the desk, which sees both names; from its yes on it signs in', async () => {
    const { body } = await signIn(browser);
    expect(body).toEqual({ outcome: 'asked', me: null });
    await browser.get('/v1/me').expect(401);
    expect((await signIn(browser)).body.outcome).toBe('asked');
    const asked = (await waiting(desk)).filter(({ memberId }) => memberId === family.memberId);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      givenName: 'Marta',
      claimedGivenName: 'Marta',
      claimedFamilyName: 'Bianchi',
      matchedBy: 'e-mail',
      provider: { id: 'city', name: 'Comune' },
    });
    const decided = await decide(asked[0]!.id, 'confirm');
    expect(decided.body).toMatchObject({
      state: 'confirmed',
      claimedGivenName: null,
      claimedFamilyName: null,
    });
    expect((await signIn(browser)).body).toMatchObject({
      outcome: 'signed-in',
      me: { memberId: family.memberId },
    });
    await browser.get('/v1/me').expect(200);
  });

  test('is kept as a hash alone: neither its subject nor its names stay once the desk has decided', async () => {
    await linked(browser);
    const rows = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql('SELECT * FROM identity_link WHERE community_id = $1 AND member_id = $2', [
        tx.communityId,
        family.memberId,
      ]),
    );
    expect(rows).toEqual([expect.objectContaining({ given_name_sealed: null, family_name_sealed: null })]);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${idp.account.sub}|Bianchi`));
  });

  test('matches by an address that the provider has verified, and by none it has not', async () => {
    for (const verified of [false, undefined, 'false']) {
      idp.account = {
        sub: newId(),
        claims: { ...accountOf(family).claims, email_verified: verified as boolean },
      };
      expect((await signIn(browser)).body.outcome).toBe('unknown');
    }
    expect(await linkOf(family.memberId)).toBeUndefined();
  });

  test('with the address of somebody else takes nothing over when the desk says no, and does not ask anew', async () => {
    idp.account = {
      sub: newId(),
      claims: { ...accountOf(family).claims, given_name: 'Ladro', family_name: 'Vero' },
    };
    expect((await signIn(browser)).body.outcome).toBe('asked');
    const link = await linkOf(family.memberId);
    expect(link).toMatchObject({ givenName: 'Marta', claimedGivenName: 'Ladro', claimedFamilyName: 'Vero' });
    expect((await decide(link.id, 'refuse')).body).toMatchObject({ state: 'refused' });
    expect((await signIn(browser)).body.outcome).toBe('refused');
    await browser.get('/v1/me').expect(401);
    expect(await linkOf(family.memberId)).toBeUndefined();
  });

  test('matches a phone only of whoever has no e-mail address, written with its country', async () => {
    const phone = '+393331230987';
    const served = await enter(parts.people, { phone });
    idp.account = { sub: newId(), claims: { phone_number: '+39 333 123 0987', phone_number_verified: true } };
    expect((await signIn(browser)).body.outcome).toBe('asked');
    expect(await linkOf(served)).toMatchObject({ matchedBy: 'phone' });
  });

  test('of nobody here is sent to the desk in words, and leaves nothing behind', async () => {
    idp.account = accountOf({ email: 'nobody@example.org' });
    expect((await signIn(browser)).body).toEqual({ outcome: 'unknown', me: null });
  });

  test('tells the member that somebody asked, and the desk', async () => {
    await signIn(browser);
    const { items } = await until('the notice', async () => {
      const { body } = await (await parts.as(family.actor)).get('/v1/me/notifications').expect(200);
      return body.items.length > 0 && body;
    });
    expect(items[0].text).toMatch(/entrare come te/);
  });
});

describe('the desk', () => {
  test('of another community finds nothing of it', async () => {
    await signIn(browser);
    const { id } = await linkOf(family.memberId);
    const abroad = await buildCommunity(parts.uow, new IdentityCodec(TEST_KEY), parts.clock);
    const stranger = await abroad.coordinator();
    for (const step of ['confirm', 'refuse', 'revoke'] as const) {
      expect((await decide(id, step, stranger)).status).toBe(404);
    }
    expect(await waiting(stranger)).toEqual([]);
  });

  test('does not let itself in: neither as oneself, nor with an identity of one’s own as another', async () => {
    const signedIn = await parts.as(desk);
    const { url } = (await signedIn.post('/v1/me/identity-links').send({ providerId: 'city' }).expect(200))
      .body;
    await confirm(signedIn, await comeBack(url)).expect(200);
    const own = await linkOf(desk.memberId);
    expect((await decide(own.id, 'confirm')).body.code).toBe('not-your-own');
    expect((await signIn(parts.anonymous())).body.outcome).toBe('asked');
    const others = await linkOf(family.memberId);
    expect((await decide(others.id, 'confirm')).body.code).toBe('not-your-own');
    const second = (await parts.people.member(['coordinator'])).actor;
    expect((await decide(own.id, 'confirm', second)).body.code).toBe('forbidden');
    expect((await decide(own.id, 'confirm', await parts.people.administrator())).status).toBe(200);
    // The identity is the coordinator's now, and nobody else's.
    expect((await decide(others.id, 'confirm', second)).body.code).toBe('identity-linked-elsewhere');
  });

  test('takes a link back, and what it opened closes', async () => {
    const id = await linked(browser);
    await signIn(browser);
    await browser.get('/v1/me').expect(200);
    expect((await decide(id, 'revoke')).body).toMatchObject({ state: 'revoked' });
    await browser.get('/v1/me').expect(401);
    expect((await signIn(browser)).body.outcome).toBe('asked');
  });

  test('of a coordinator lets nobody in as somebody who came to the desk later', async () => {
    const administrator = await parts.people.administrator();
    const grant = async (version: number, roles: Role[]) =>
      (await parts.as(administrator))
        .put(`/v1/members/${family.memberId}/roles`)
        .set('if-match', `"v${version}"`)
        .send({ roles, ...(roles.includes('helper') ? { ofAge: true } : {}) })
        .expect(200);
    await linked(browser);
    await signIn(browser);
    await grant(1, ['family', 'helper']);
    await browser.get('/v1/me').expect(200);
    await grant(2, ['family', 'coordinator']);
    await browser.get('/v1/me').expect(401);
    expect((await signIn(browser)).body.outcome).toBe('asked');
    const { id } = await linkOf(family.memberId, administrator);
    expect((await decide(id, 'confirm')).body.code).toBe('forbidden');
    await decide(id, 'confirm', administrator);
    await grant(3, ['family', 'administrator']);
    expect((await signIn(browser)).body.outcome).toBe('signed-in');
  });

  test('is not asked about more than a handful at once for one member', async () => {
    for (let n = 0; n < 5; n += 1) {
      idp.account = accountOf(family);
      expect((await signIn(browser)).body.outcome).toBe('asked');
    }
    idp.account = accountOf(family);
    expect((await signIn(browser)).body.code).toBe('too-many-links');
  });
});

describe('a member', () => {
  test('who is signed in asks for a link of any identity, and withdraws it', async () => {
    idp.account = { sub: newId(), claims: {} };
    const signedIn = await parts.as(family.actor);
    const { url } = (await signedIn.post('/v1/me/identity-links').send({ providerId: 'city' }).expect(200))
      .body;
    expect((await confirm(signedIn, await comeBack(url)).expect(200)).body.outcome).toBe('asked');
    const [own] = (await signedIn.get('/v1/me/identity-links').expect(200)).body;
    expect(own).toMatchObject({ state: 'asked', matchedBy: 'session', provider: { name: 'Comune' } });
    expect((await decide(own.id, 'confirm')).status).toBe(200);
    expect((await signIn(browser)).body.outcome).toBe('signed-in');
    await signedIn.delete(`/v1/me/identity-links/${own.id}`).expect(204);
    await browser.get('/v1/me').expect(401);
    await signedIn.get('/v1/me').expect(200);
    expect((await signIn(parts.anonymous())).body.outcome).toBe('unknown');
  });

  test('who went to link an identity must still be signed in when they come back, as the same one', async () => {
    const signedIn = await parts.as(family.actor);
    const { url } = (await signedIn.post('/v1/me/identity-links').send({ providerId: 'city' }).expect(200))
      .body;
    const answer = await comeBack(url);
    await signedIn.post('/v1/sign-out').expect(204);
    expect((await confirm(signedIn, answer).expect(401)).body.code).toBe('sign-in-failed');
  });

  test('who came back as somebody else links nothing to either', async () => {
    const signedIn = await parts.as(family.actor);
    const started = await signedIn.post('/v1/me/identity-links').send({ providerId: 'city' }).expect(200);
    const answer = await comeBack(started.body.url);
    const neighbour = await parts.people.family();
    const token = await tokenOf(parts, neighbour.actor);
    const browserCookie = /intreccio-browser=[^;]+/.exec(String(started.headers['set-cookie']))![0];
    const stranger = parts.anonymous().set('cookie', `intreccio-session=${token}; ${browserCookie}`);
    expect((await confirm(stranger, answer).expect(401)).body.code).toBe('sign-in-failed');
    for (const { memberId } of [family, neighbour]) expect(await linkOf(memberId)).toBeUndefined();
  });

  test('finds nothing of another member’s links', async () => {
    await signIn(browser);
    const { id } = await linkOf(family.memberId);
    const neighbour = await parts.as((await parts.people.family()).actor);
    await neighbour.delete(`/v1/me/identity-links/${id}`).expect(404);
    expect((await neighbour.get('/v1/me/identity-links').expect(200)).body).toEqual([]);
  });

  test('of two communities enters with an identity only where it was confirmed', async () => {
    const abroad = await buildCommunity(parts.uow, new IdentityCodec(TEST_KEY), parts.clock);
    const there = await enter(abroad, { email: family.email });
    await linked(browser);
    await signIn(browser);
    const go = (communityId: string) => browser.put('/v1/me/community').send({ communityId });
    const places = async () =>
      (await browser.get('/v1/me/memberships').expect(200)).body.map(
        (one: { communityId: string }) => one.communityId,
      );
    expect((await go(abroad.id).expect(404)).body.code).toBe('no-such-membership');
    expect(await places()).toEqual([parts.people.id]);
    const abroadDesk = await abroad.coordinator();
    const link = await linkOf(there, abroadDesk);
    expect((await decide(link.id, 'confirm', abroadDesk)).status).toBe(200);
    expect((await go(abroad.id).expect(200)).body.communityId).toBe(abroad.id);
    expect(await places()).toEqual([parts.people.id, abroad.id]);
    await go(parts.people.id).expect(200);
  });

  test('to whom the desk gives another address is another person, whom the identities of before open no more', async () => {
    await linked(browser);
    await signIn(browser);
    const signedIn = await parts.as(desk);
    await signedIn
      .patch(`/v1/members/${family.memberId}`)
      .set('if-match', '"v1"')
      .send({ email: `${newId()}@example.org` })
      .expect(200);
    await browser.get('/v1/me').expect(401);
    expect((await signIn(browser)).body.outcome).toBe('unknown');
    expect(
      (await signedIn.get('/v1/identity-links?state=confirmed').expect(200)).body.items,
    ).not.toContainEqual(expect.objectContaining({ memberId: family.memberId }));
  });

  test('who is suspended does not enter by it', async () => {
    await linked(browser);
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(`UPDATE member SET state = 'suspended' WHERE community_id = $1 AND id = $2`, [
        tx.communityId,
        family.memberId,
      ]),
    );
    expect((await signIn(browser)).body.outcome).toBe('unknown');
  });

  test('who is erased leaves no link behind', async () => {
    const signedIn = await parts.as(family.actor);
    await linked(browser);
    const { sections } = (await signedIn.get('/v1/me/personal-data').expect(200)).body;
    const kept = sections.find(({ name }: { name: string }) => name === 'identity_link').rows;
    expect(kept).toEqual([expect.objectContaining({ provider: 'city', state: 'confirmed' })]);
    expect(JSON.stringify(kept)).not.toMatch(/sealed|hash|given_name/);
    await signedIn.post('/v1/me/erase').send({ givenName: 'Marta' }).expect(204);
    const [row] = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql('SELECT count(*)::int AS links FROM identity_link WHERE community_id = $1 AND member_id = $2', [
        tx.communityId,
        family.memberId,
      ]),
    );
    expect(row).toEqual({ links: 0 });
    expect((await signIn(browser)).body.outcome).toBe('unknown');
  });
});

test('too many attempts from one client are refused until the quarter of an hour is over', async () => {
  for (let attempt = 1; attempt <= 60; attempt += 1) await start(browser);
  const { body } = await browser.post('/v1/sign-in/providers/city').expect(429);
  expect(body.code).toBe('too-many-attempts');
  parts.clock.advanceMinutes(QUARTER_HOUR);
  await start(browser);
});
