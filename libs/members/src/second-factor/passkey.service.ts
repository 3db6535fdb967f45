import { UnitOfWork, type Tx } from '#database';
import { CONFIG, newId, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { BrowserKind, Device } from '../sign-in/device.rules.js';
import {
  passSecondFactor,
  SessionService,
  type SignedIn,
  type SignedInActor,
} from '../sign-in/session.service.js';
import { beginChange, forgetFailures, tellOfChange } from './factor-holder.js';
import { issueChallenge, takeChallenge } from './passkey-challenge.js';
import { secondFactorError } from './second-factor.errors.js';

export const MOST_PASSKEYS = 10;
const ISSUER = 'Intreccio';
/** ES256, EdDSA, RS256: what phones, computers and keys make. */
const ALGORITHMS = [-7, -8, -257];

interface StoredPasskey {
  readonly id: string;
  readonly personId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: AuthenticatorTransportFuture[];
  readonly userHandle: Buffer;
}

const COLUMNS = `p.id, p.person_id AS "personId", p.credential_id AS "credentialId", p.public_key AS "publicKey", p.counter,
  p.transports, h.user_handle AS "userHandle"`;

/** Passkeys (WebAuthn): as second factor after a code, or alone, for they are held and unlocked. */
@Injectable()
export class PasskeyService {
  private readonly site: { readonly origin: string; readonly rpId: string };

  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionService,
    @Inject(CONFIG) config: Config,
  ) {
    const { origin, hostname } = new URL(config.publicUrl);
    this.site = { origin, rpId: hostname };
  }

  /** @throws DomainError recent-proof-needed, too-many-passkeys */
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
      challenge: await issueChallenge(this.uow, 'enrol', actor.sessionId),
      attestationType: 'none',
      excludeCredentials: known.map(described),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  /** @throws DomainError passkey-refused, recent-proof-needed, too-many-passkeys */
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

  async beginPresenting(actor: SignedInActor): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const known = await this.uow.tenantless((sql) => passkeysOf(sql, actor.personId));
    return this.ask('present', actor.sessionId, known);
  }

  /** Shows a passkey in a session, which gets a new token. @throws DomainError passkey-refused */
  async present(actor: SignedInActor, response: AuthenticationResponseJSON): Promise<SignedIn> {
    const passkey = await this.verify('present', actor.sessionId, response);
    if (passkey.personId !== actor.personId) throw secondFactorError('passkey-refused');
    const token = await this.uow.tenantless(async (sql, now) => {
      await noteUse(sql, passkey, now);
      return passSecondFactor(sql, actor, 'passkey', now);
    });
    return this.sessions.opened(token);
  }

  /** For whoever that is: the browser offers the passkeys it keeps for this site. */
  async beginSignIn(browserToken: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ask('sign-in', browserToken, []);
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
    await this.uow.tenantless((sql, now) => noteUse(sql, passkey, now));
    return this.sessions.open(passkey.personId, { way: 'passkey', device });
  }

  private async ask(
    purpose: 'present' | 'sign-in',
    boundTo: string,
    known: readonly StoredPasskey[],
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({
      rpID: this.site.rpId,
      challenge: await issueChallenge(this.uow, purpose, boundTo),
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
    const [passkey] = await this.uow.tenantless((sql) =>
      sql<StoredPasskey>(
        `SELECT ${COLUMNS} FROM passkey p JOIN factor_holder h ON h.person_id = p.person_id WHERE p.credential_id = $1`,
        [Buffer.from(response.id, 'base64url')],
      ),
    );
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

const described = ({ credentialId, transports }: StoredPasskey) => ({
  id: credentialId.toString('base64url'),
  transports,
});

function passkeysOf(sql: Tx['sql'], personId: string): Promise<StoredPasskey[]> {
  return sql<StoredPasskey>(
    `SELECT ${COLUMNS} FROM passkey p JOIN factor_holder h ON h.person_id = p.person_id
     WHERE p.person_id = $1 ORDER BY p.id LIMIT ${MOST_PASSKEYS}`,
    [personId],
  );
}

/** Counters that are kept only go up: one that does not is a copy's. Zero: this key keeps none. */
async function noteUse(sql: Tx['sql'], { id, personId, counter }: StoredPasskey, now: Date): Promise<void> {
  const used = await sql(
    `UPDATE passkey SET counter = $2, last_used_at = $3 WHERE id = $1 AND (counter < $2 OR counter = 0 AND $2 = 0) RETURNING 1`,
    [id, counter, now],
  );
  if (used.length === 0) throw secondFactorError('passkey-refused');
  await forgetFailures(sql, personId);
}

/** The library throws plain errors that name what is wrong with a response: to whoever sent it, it is refused. */
async function orRefused<T>(verification: Promise<T>): Promise<T> {
  try {
    return await verification;
  } catch {
    throw secondFactorError('passkey-refused');
  }
}
