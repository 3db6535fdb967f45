import { UnitOfWork } from '#database';
import { CONFIG, newId, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { IdentityCodec } from '../identity/identity-codec.js';
import type { Limit } from '../sign-in/hits.js';
import type { BrowserKind, Device } from '../sign-in/device.rules.js';
import {
  passSecondFactor,
  SessionService,
  type SignedIn,
  type SignedInActor,
} from '../sign-in/session.service.js';
import { beginChange, tellOfChange } from './factor-holder.js';
import { issueChallenge, limitsOfClient, limitsOfPerson, takeChallenge } from './passkey-challenge.js';
import {
  described,
  MOST_PASSKEYS,
  noteUse,
  passkeysOf,
  passkeyWith,
  type StoredPasskey,
} from './passkey-rows.js';
import { secondFactorError } from './second-factor.errors.js';

const ISSUER = 'Intreccio';
/** ES256, EdDSA, RS256: what phones, computers and keys make. */
const ALGORITHMS = [-7, -8, -257];

/** Passkeys (WebAuthn): as second factor after a code, or alone, for they are held and unlocked. */
@Injectable()
export class PasskeyService {
  private readonly site: { readonly origin: string; readonly rpId: string };

  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly sessions: SessionService,
    @Inject(CONFIG) config: Config,
  ) {
    const { origin, hostname } = new URL(config.publicUrl);
    this.site = { origin, rpId: hostname };
  }

  /** @throws DomainError too-many-passkeys, too-many-sign-ins */
  async beginEnrolment(actor: SignedInActor): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { userHandle, known } = await this.uow.run(actor, async (tx) => {
      const holder = await beginChange(tx, actor);
      return { userHandle: holder.userHandle, known: await passkeysOf(tx.sql, actor.personId) };
    });
    if (known.length >= MOST_PASSKEYS) throw secondFactorError('too-many-passkeys');
    return generateRegistrationOptions({
      rpName: ISSUER,
      rpID: this.site.rpId,
      // Names are sealed data; a passkey's keeper shows the site beside this anyway.
      userName: ISSUER,
      userDisplayName: ISSUER,
      userID: new Uint8Array(userHandle),
      challenge: await issueChallenge(this.uow, 'enrol', actor.sessionId, this.limitsOf(actor)),
      attestationType: 'none',
      excludeCredentials: known.map(described),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  /** @throws DomainError passkey-refused, too-many-passkeys */
  async enrol(
    actor: SignedInActor,
    response: RegistrationResponseJSON,
    { browser, system }: BrowserKind,
  ): Promise<SignedIn> {
    const expectedChallenge = await takeChallenge(
      this.uow,
      'enrol',
      actor.sessionId,
      response.response.clientDataJSON,
    );
    const { registrationInfo } = await orRefused(
      verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.site.rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (!registrationInfo) throw secondFactorError('passkey-refused');
    const { id, publicKey, counter } = registrationInfo.credential;
    const token = await this.uow.run(actor, async (tx) => {
      await beginChange(tx, actor);
      if ((await passkeysOf(tx.sql, actor.personId)).length >= MOST_PASSKEYS)
        throw secondFactorError('too-many-passkeys');
      const made = await tx.sql(
        `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, transports, browser, system, created_at, last_used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
        [
          newId(),
          actor.personId,
          Buffer.from(id, 'base64url'),
          Buffer.from(publicKey),
          counter,
          response.response.transports ?? [],
          browser,
          system,
          tx.now,
        ],
      );
      if (made.length === 0) throw secondFactorError('passkey-refused');
      await tellOfChange(tx, actor.memberId, 'added');
      return passSecondFactor(tx.sql, actor, 'passkey', tx.now);
    });
    return this.sessions.opened(token);
  }

  /** @throws DomainError too-many-sign-ins */
  async beginPresenting(actor: SignedInActor): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const known = await this.uow.ofPerson(actor.personId, (sql) => passkeysOf(sql, actor.personId));
    return this.ask('present', actor.sessionId, this.limitsOf(actor), known);
  }

  /** Shows a passkey in a session, which gets a new token. @throws DomainError passkey-refused */
  async present(actor: SignedInActor, response: AuthenticationResponseJSON): Promise<SignedIn> {
    const passkey = await this.verify('present', actor.sessionId, response);
    if (passkey.personId !== actor.personId) throw secondFactorError('passkey-refused');
    const token = await this.uow.ofPerson(actor.personId, async (sql, now) => {
      await noteUse(sql, passkey, now);
      return passSecondFactor(sql, actor, 'passkey', now);
    });
    return this.sessions.opened(token);
  }

  /** For whoever that is: the browser offers the passkeys it keeps for this site. @throws DomainError too-many-sign-ins */
  async beginSignIn(
    browserToken: string,
    clientAddress: string,
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ask('sign-in', browserToken, limitsOfClient(this.codec, clientAddress), []);
  }

  /** Signs in with a passkey alone, which is both factors. @throws DomainError passkey-refused, sign-in-failed */
  async signIn(
    response: AuthenticationResponseJSON,
    browserToken: string,
    device: Device,
  ): Promise<SignedIn> {
    const passkey = await this.verify('sign-in', browserToken, response);
    // A key that names nobody, or another, was not kept for this person.
    if (response.response.userHandle !== passkey.userHandle.toString('base64url'))
      throw secondFactorError('passkey-refused');
    await this.uow.ofPerson(passkey.personId, (sql, now) => noteUse(sql, passkey, now));
    return this.sessions.open(passkey.personId, { way: 'passkey', device });
  }

  private limitsOf({ personId }: SignedInActor): Limit[] {
    return limitsOfPerson(this.codec, personId);
  }

  private async ask(
    purpose: 'present' | 'sign-in',
    boundTo: string,
    limits: readonly Limit[],
    known: readonly StoredPasskey[],
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({
      rpID: this.site.rpId,
      challenge: await issueChallenge(this.uow, purpose, boundTo, limits),
      allowCredentials: known.map(described),
      userVerification: 'required',
    });
  }

  /** The passkey that signed, with the counter it now stands at. @throws DomainError passkey-refused */
  private async verify(
    purpose: 'present' | 'sign-in',
    boundTo: string,
    response: AuthenticationResponseJSON,
  ): Promise<StoredPasskey> {
    const { clientDataJSON } = response.response;
    const expectedChallenge = await takeChallenge(this.uow, purpose, boundTo, clientDataJSON);
    const passkey = await this.uow.tenantless('sign-in', (sql) => passkeyWith(sql, response.id));
    if (!passkey) throw secondFactorError('passkey-refused');
    const { verified, authenticationInfo } = await orRefused(
      verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.site.rpId,
        credential: {
          id: response.id,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: passkey.counter,
          transports: passkey.transports,
        },
        requireUserVerification: true,
      }),
    );
    if (!verified) throw secondFactorError('passkey-refused');
    return { ...passkey, counter: authenticationInfo.newCounter };
  }
}

/** The library throws plain errors that name what is wrong with a response: to whoever sent it, it is refused. */
async function orRefused<T>(verification: Promise<T>): Promise<T> {
  try {
    return await verification;
  } catch {
    throw secondFactorError('passkey-refused');
  }
}
