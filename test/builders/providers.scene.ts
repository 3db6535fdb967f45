import { expect } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import type { MemberActor } from '#database';
import { newId } from '#platform';
import type { BuiltFamily } from './people.builder.js';
import {
  ACR_LEVELS,
  CLIENT,
  signInAtProvider,
  startIdentityProvider,
  type IdentityProvider,
} from '../support/identity-provider.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

export const BACK = 'http://127.0.0.1/login/with/';

export const QUARTER_HOUR = 15;

/** Somebody whose verified address at the provider is the member's. */
export const accountOf = ({ email }: { email: string }, acr?: string) => ({
  sub: newId(),
  acr,
  claims: { email, email_verified: true, given_name: 'Marta', family_name: 'Bianchi' },
});

export const start = async (client: TestAgent, provider = 'city') =>
  (await client.post(`/v1/sign-in/providers/${provider}`).expect(200)).body.url as string;

/** What the provider sends along with the browser. */
export async function comeBack(url: string, provider = 'city') {
  const { searchParams } = await signInAtProvider(url, BACK + provider);
  return Object.fromEntries(searchParams) as { state: string; code: string; iss: string };
}

export const confirm = (client: TestAgent, answer: object, provider = 'city') =>
  client.post(`/v1/sign-in/providers/${provider}/confirm`).send(answer);

/** The whole way, from the button to the answer. */
export const signIn = async (client: TestAgent, provider = 'city') =>
  confirm(client, await comeBack(await start(client, provider), provider), provider);

/** Three services one can sign in through, a family that uses one, and the desk that links them. */
export class ProvidersScene {
  parts!: TestInstallation;
  idp!: IdentityProvider;
  other!: IdentityProvider;
  strict!: IdentityProvider;
  family!: BuiltFamily;
  desk!: MemberActor;
  browser!: TestAgent;

  async open(): Promise<this> {
    [this.idp, this.other, this.strict] = (await Promise.all(
      ['city', 'other', 'strict'].map((id) => startIdentityProvider([BACK + id])),
    )) as [IdentityProvider, IdentityProvider, IdentityProvider];
    const entry = { clientId: CLIENT.id, clientSecret: CLIENT.secret };
    const issuers = [
      {
        ...entry,
        id: 'city',
        name: { it: 'Comune', en: 'City' },
        issuer: this.idp.issuer,
        scopes: ['email', 'profile', 'phone'],
      },
      { ...entry, id: 'other', name: { it: 'Altro' }, issuer: this.other.issuer },
      {
        ...entry,
        id: 'strict',
        name: { it: 'Forte' },
        issuer: this.strict.issuer,
        acr: { levels: ACR_LEVELS, minimum: 'level-2', secondFactor: 'level-3' },
      },
    ];
    this.parts = await openInstallation({ environment: { OIDC_ISSUERS: JSON.stringify(issuers) } });
    return this;
  }

  /** Nobody is counted for what an earlier test did. */
  async begin(): Promise<this> {
    this.parts.clock.advanceMinutes(QUARTER_HOUR);
    this.family = await this.parts.people.family({ givenName: 'Marta' });
    this.desk = await this.parts.people.coordinator();
    this.browser = this.parts.anonymous();
    for (const one of [this.idp, this.other, this.strict])
      Object.assign(one, { mood: 'good', tamper: undefined });
    this.idp.account = accountOf(this.family);
    return this;
  }

  async close(): Promise<void> {
    await this.parts?.close();
    await Promise.all([this.idp, this.other, this.strict].map((one) => one?.close()));
  }

  readonly waiting = async (actor: MemberActor) =>
    (await (await this.parts.as(actor)).get('/v1/identity-links?state=asked').expect(200)).body.items as {
      id: string;
      memberId: string;
    }[];

  readonly linkOf = async (memberId: string, actor = this.desk) =>
    (await this.waiting(actor)).find((link) => link.memberId === memberId)!;

  readonly decide = async (id: string, step: 'confirm' | 'refuse' | 'revoke', actor = this.desk) =>
    (await this.parts.as(actor)).post(`/v1/identity-links/${id}/${step}`);

  /** Asks, and the desk says yes. */
  readonly linked = async (client: TestAgent, provider = 'city', actor = this.desk): Promise<string> => {
    expect((await signIn(client, provider)).body.outcome).toBe('asked');
    const { id } = await this.linkOf(this.family.memberId, actor);
    expect((await this.decide(id, 'confirm', actor)).body).toMatchObject({ state: 'confirmed' });
    return id;
  };
}
