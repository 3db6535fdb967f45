import { expect } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type TestAgent from 'supertest/lib/agent.js';
import type { MemberActor, Role } from '#database';
import { signInByMail } from '../support/sign-in-by-mail.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

export const show = (client: TestAgent, code: string) =>
  client.post('/v1/sign-in/second-factor').send({ code });

/** Somebody of the desk who signs in by mail, with an authenticator or without. */
export class SecondFactorScene {
  parts!: TestInstallation;
  actor!: MemberActor;
  email!: string;
  browser!: TestAgent;

  async open(): Promise<this> {
    this.parts = await openInstallation();
    return this;
  }

  /** A coordinator whom nobody knows yet, and nobody is counted for what an earlier test did. */
  async begin(): Promise<this> {
    this.parts.clock.advanceMinutes(15);
    ({ actor: this.actor, email: this.email } = await this.parts.people.member(['coordinator']));
    this.browser = this.parts.anonymous();
    return this;
  }

  async close(): Promise<void> {
    await this.parts?.close();
  }

  readonly member = async (role: Role) => ({
    ...(await this.parts.people.member([role])),
    client: this.parts.anonymous(),
  });

  readonly signIn = (client = this.browser, address = this.email) =>
    signInByMail(this.parts, client, address);

  readonly nextStep = () => this.parts.clock.advanceMinutes(0.5);

  readonly codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: this.parts.clock.machineNow().getTime(),
    });

  /** Sets an authenticator up in a session that may. @returns its secret */
  readonly enrol = async (client = this.browser): Promise<string> => {
    const { body } = await client.put('/v1/me/authenticator').expect(200);
    const { secret } = body as { secret: string };
    await client
      .post('/v1/me/authenticator/confirm')
      .send({ code: this.codeOf(secret) })
      .expect(200);
    this.nextStep();
    return secret;
  };

  readonly enrolled = async (): Promise<string> => {
    await this.signIn();
    return this.enrol();
  };

  readonly recoveryCodes = async (client = this.browser): Promise<string[]> => {
    const { body } = await client.put('/v1/me/recovery-codes').expect(200);
    return (body as { codes: string[] }).codes;
  };

  /** Requests of a guesser who first reads the mails of the person. */
  readonly halfSignedIn = async (): Promise<TestAgent> => {
    const client = this.parts.anonymous();
    expect(await this.signIn(client)).toMatchObject({ secondFactor: 'needed' });
    return client;
  };
}
