import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { ACTIONS, MemberService } from '#members';
import { newId } from '#platform';
import type TestAgent from 'supertest/lib/agent.js';
import { listRoutes } from '../../apps/api/src/http/route-policies.js';
import { resetSecondFactor } from '../../apps/cli/src/reset-second-factor-command.js';
import { buildCommunity } from '../builders/community.builder.js';
import { SecondFactorScene, show } from '../builders/second-factor.scene.js';
import { until, type TestInstallation } from '../support/test-installation.js';

const scene = new SecondFactorScene();
const { member, signIn, codeOf, enrol, enrolled, recoveryCodes, halfSignedIn } = scene;

let parts: TestInstallation;
let actor: MemberActor;
let email: string;
let browser: TestAgent;

beforeAll(async () => {
  ({ parts } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ actor, email, browser } = await scene.begin());
});

describe('a coordinator who signs in by mail', () => {
  test('must first set up a second factor, and then show it each time', async () => {
    expect(await signIn()).toMatchObject({ secondFactor: 'to-enrol' });
    expect((await browser.get('/v1/community').expect(403)).body.code).toBe('second-factor-required');
    const secret = await enrol();
    await browser.get('/v1/community').expect(200);

    const again = await halfSignedIn();
    expect((await again.get('/v1/community').expect(403)).body.code).toBe('second-factor-required');
    expect((await show(again, codeOf(secret)).expect(200)).body.secondFactor).toBe('passed');
    await again.get('/v1/community').expect(200);
  });

  test.each(['administrator', 'auditor'] as const)('must do so as %s too', async (role) => {
    const { email: address, client } = await member(role);
    expect(await signIn(client, address)).toMatchObject({ secondFactor: 'to-enrol' });
  });

  test('need not where the community says so', async () => {
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at) VALUES ($1, $2, 'auditorSecondFactor', 'false', $3, $4)`,
        [tx.communityId, newId(), parts.people.day(0), tx.now],
      ),
    );
    const { email: address, client } = await member('auditor');
    expect(await signIn(client, address)).toMatchObject({ secondFactor: 'not-needed' });
    await client.get('/v1/community').expect(200);
  });
});

describe('a family', () => {
  test('needs no second factor, and needs it once it has one', async () => {
    const family = await member('family');
    expect(await signIn(family.client, family.email)).toMatchObject({ secondFactor: 'not-needed' });
    await family.client.get('/v1/community').expect(200);
    const secret = await enrol(family.client);
    const again = parts.anonymous();
    expect(await signIn(again, family.email)).toMatchObject({ secondFactor: 'needed' });
    await show(again, codeOf(secret)).expect(200);
    await again.delete('/v1/me/authenticator').expect(204);
    const third = parts.anonymous();
    expect(await signIn(third, family.email)).toMatchObject({ secondFactor: 'not-needed' });
  });

  test('sets one up only shortly after signing in: an open session locks nobody out', async () => {
    const family = await member('family');
    await signIn(family.client, family.email);
    parts.clock.advanceMinutes(15);
    expect((await family.client.put('/v1/me/authenticator').expect(403)).body.code).toBe(
      'recent-proof-needed',
    );
    expect((await family.client.post('/v1/me/passkeys/options').expect(403)).body.code).toBe(
      'recent-proof-needed',
    );
  });
});

describe('where a community asks a second factor of everybody', () => {
  const asking = async (days = 0) => {
    const people = await buildCommunity(parts.uow, parts.codec, parts.clock);
    await parts.uow.run(people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at) VALUES ($1, $2, 'everybodySecondFactor', 'true', $3, $4)`,
        [tx.communityId, newId(), people.day(days), tx.now],
      ),
    );
    return people;
  };

  test.each(['family', 'helper'] as const)(
    'a %s sets one up before anything else, shows it each time, and keeps the last one',
    async (role) => {
      const people = await asking();
      const { email: address } = await people.member([role]);
      expect(await signIn(browser, address)).toMatchObject({ secondFactor: 'to-enrol' });
      for (const path of ['/v1/community', '/v1/requests', '/v1/assignments'])
        expect((await browser.get(path).expect(403)).body.code).toBe('second-factor-required');
      const secret = await enrol();
      await browser.get('/v1/community').expect(200);
      expect((await browser.get('/v1/me/second-factors').expect(200)).body.demanded).toBe(true);
      expect((await browser.delete('/v1/me/authenticator').expect(409)).body.code).toBe('last-factor');

      const again = parts.anonymous();
      expect(await signIn(again, address)).toMatchObject({ secondFactor: 'needed' });
      await again.get('/v1/community').expect(403);
      await show(again, codeOf(secret)).expect(200);
      await again.get('/v1/community').expect(200);
    },
  );

  test('nobody is asked in another community, nor before its day; from then on sessions that are open are asked too', async () => {
    const people = await asking(1);
    const { email: address } = await people.member(['family']);
    expect(await signIn(browser, address)).toMatchObject({ secondFactor: 'not-needed' });
    await browser.get('/v1/community').expect(200);
    parts.clock.advanceMinutes(24 * 60);
    expect((await browser.get('/v1/community').expect(403)).body.code).toBe('second-factor-required');
    const elsewhere = await member('family');
    expect(await signIn(elsewhere.client, elsewhere.email)).toMatchObject({ secondFactor: 'not-needed' });
  });
});

describe('a session that lacks the second factor', () => {
  test.each(['needed', 'to-enrol'] as const)(
    '(%s) is refused by every route but those that end the lack',
    async (standing) => {
      if (standing === 'needed') await enrolled();
      const client = parts.anonymous();
      expect(await signIn(client)).toMatchObject({ secondFactor: standing });
      const open: string[] = [];
      const faults: string[] = [];
      for (const { method, path, action } of listRoutes(parts.api)) {
        if (ACTIONS[action] === 'anyone') continue;
        if (ACTIONS[action] === 'first-step') {
          open.push(`${method} ${path}`);
          continue;
        }
        const address = path.replaceAll(/:\w+/g, newId());
        const { status, body } = await client[method.toLowerCase() as 'get'](address).send();
        const { code } = body as { code?: string };
        if (status !== 403 || code !== 'second-factor-required')
          faults.push(`${method} ${path}: ${status} ${code}`);
      }
      expect(faults).toEqual([]);
      expect(open.sort()).toEqual([
        'GET /v1/me',
        'GET /v1/sign-in/second-factor',
        'POST /v1/me/authenticator/confirm',
        'POST /v1/me/passkeys',
        'POST /v1/me/passkeys/options',
        'POST /v1/sign-in/second-factor',
        'POST /v1/sign-in/second-factor/passkey',
        'POST /v1/sign-in/second-factor/passkey-options',
        'POST /v1/sign-out',
        'PUT /v1/me/authenticator',
      ]);
    },
    60_000,
  );

  test('cannot set up another factor in the place of the one it lacks', async () => {
    await enrolled();
    const client = await halfSignedIn();
    for (const refused of [
      client.put('/v1/me/authenticator'),
      client.post('/v1/me/passkeys/options'),
      client.post('/v1/me/authenticator/confirm').send({ code: '012345' }),
    ])
      expect((await refused.expect(403)).body.code).toBe('recent-proof-needed');
  });

  test('says which factors there are, and ends by signing out', async () => {
    await enrolled();
    await recoveryCodes();
    const client = await halfSignedIn();
    await client
      .get('/v1/sign-in/second-factor')
      .expect(200, { passkey: false, authenticator: true, recoveryCode: true });
    await client.post('/v1/sign-out').expect(204);
    await client.get('/v1/me').expect(401);
  });
});

describe('changing how one signs in', () => {
  test('needs a proof of the last quarter of an hour, which can be given again', async () => {
    const secret = await enrolled();
    parts.clock.advanceMinutes(14);
    await recoveryCodes();
    parts.clock.advanceMinutes(1);
    for (const refused of [
      browser.put('/v1/me/recovery-codes'),
      browser.delete('/v1/me/authenticator'),
      browser.put('/v1/me/authenticator'),
    ])
      expect((await refused.expect(403)).body.code).toBe('recent-proof-needed');
    await show(browser, codeOf(secret)).expect(200);
    await recoveryCodes();
  });

  test('does not take the last factor from those who must have one', async () => {
    await enrolled();
    expect((await browser.delete('/v1/me/authenticator').expect(409)).body.code).toBe('last-factor');
    expect((await browser.get('/v1/me/second-factors').expect(200)).body.authenticator).not.toBeNull();
  });

  test('is told by mail, also at night', async () => {
    await enrolled();
    await until('the mail about the new factor', async () =>
      parts.mails
        .messages()
        .some(({ recipients, text }) => recipients.includes(email) && text.includes('stata aggiunta')),
    );
  });

  test('ends the other sessions when a factor goes', async () => {
    const family = await member('family');
    await signIn(family.client, family.email);
    const secret = await enrol(family.client);
    const second = parts.anonymous();
    await signIn(second, family.email);
    await show(second, codeOf(secret)).expect(200);
    await second.delete('/v1/me/authenticator').expect(204);
    await family.client.get('/v1/me').expect(401);
    await second.get('/v1/me').expect(200);
  });
});

describe('an address that the desk takes from one member', () => {
  test('and that is another’s later, brings them no factor of whoever had it', async () => {
    const before = await member('family');
    await signIn(before.client, before.email);
    const secret = await enrol(before.client);
    const desk = await parts.as(await parts.people.coordinator());
    await desk
      .patch(`/v1/members/${before.actor.memberId}`)
      .set('if-match', '"v1"')
      .send({ email: `${newId()}@example.org` })
      .expect(200);
    const { id } = await new MemberService(parts.uow, parts.codec).createMember(parts.people.facts.system, {
      givenName: 'Bruno',
      familyName: 'Nuovo',
      email: before.email,
      language: 'it',
      roles: ['family'],
    });
    const after = parts.anonymous();
    expect(await signIn(after, before.email)).toMatchObject({ memberId: id, secondFactor: 'not-needed' });
    await show(after, codeOf(secret)).expect(422);
  });
});

describe('an administrator', () => {
  const reset = (client: TestAgent, memberId: string) =>
    client.post(`/v1/members/${memberId}/second-factor-reset`).send({ reason: 'Telefono perso' });

  test('takes away lost factors: recorded, told, sessions ended, and the next mail sets up new ones', async () => {
    await enrolled();
    const administrator = await parts.as(await parts.people.administrator());
    await reset(administrator, actor.memberId).expect(204);
    await browser.get('/v1/me').expect(401);
    expect(await signIn(parts.anonymous())).toMatchObject({ secondFactor: 'to-enrol' });
    const [record] = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `SELECT reason, subject_ids AS ids FROM audit_record WHERE community_id = $1 AND action = 'second-factor.reset'`,
        [tx.communityId],
      ),
    );
    expect(record).toEqual({ reason: 'Telefono perso', ids: [actor.memberId] });
    await until('the mail about the reset', async () =>
      parts.mails
        .messages()
        .some(({ recipients, text }) => recipients.includes(email) && text.includes('Chi amministra')),
    );
  });

  test('who lost their own is helped by whoever operates the installation', async () => {
    await enrolled();
    const { uow, codec } = parts;
    expect(await resetSecondFactor(uow, codec, 'nobody@example.org', 'Telefono perso')).toBe(false);
    await browser.get('/v1/me').expect(200);
    expect(await resetSecondFactor(uow, codec, email.toUpperCase(), 'Telefono perso')).toBe(true);
    await browser.get('/v1/me').expect(401);
    expect(await signIn(parts.anonymous())).toMatchObject({ secondFactor: 'to-enrol' });
  });

  test('does not do so for somebody who sits at the desk of another community; the operator does', async () => {
    await enrolled();
    const abroad = await buildCommunity(parts.uow, parts.codec, parts.clock);
    const { id } = await new MemberService(parts.uow, abroad.codec).createMember(abroad.facts.system, {
      givenName: 'Ada',
      familyName: 'Altrove',
      email,
      language: 'it',
      roles: ['family'],
    });
    const theirs = await parts.as(await abroad.administrator());
    expect((await reset(theirs, id).expect(403)).body.code).toBe('forbidden');
    await browser.get('/v1/community').expect(200);
    // The other way round nobody's desk is opened by it.
    await reset(await parts.as(await parts.people.administrator()), actor.memberId).expect(204);
    await enrolled();
    expect(await resetSecondFactor(parts.uow, parts.codec, email, 'Telefono perso')).toBe(true);
  });

  test('does not do so for themselves, nor does a coordinator for anybody', async () => {
    const self = await parts.people.administrator();
    expect((await reset(await parts.as(self), self.memberId).expect(422)).body.code).toBe('not-your-own');
    const coordinator = await parts.as(await parts.people.coordinator());
    await reset(coordinator, actor.memberId).expect(403);
  });
});
