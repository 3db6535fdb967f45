import { UnitOfWork, type Tx } from '#database';
import { CONFIG, LOGGER, type Config, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { MOST_FAILURES, newCode, newToken, writeChallenge } from './challenge.js';
import { afterwards } from './afterwards.js';
import type { Device } from './device.rules.js';
import { everyone, passesLimit, QUARTER_HOUR_SECONDS } from './hits.js';
import { SessionService, type SignedIn } from './session.service.js';
import { signInError } from './sign-in.errors.js';
import { SignInMailer } from './sign-in-mailer.js';

const MAILS_PER_QUARTER_HOUR = 5;
/** A whole office or library may stand behind one address of the network. */
const MAILS_OF_CLIENT_PER_QUARTER_HOUR = 30;
const ALL_MAILS_PER_QUARTER_HOUR = 2_000;

interface Challenge {
  readonly id: string;
  readonly person_id: string | null;
  readonly code_hash: Buffer;
  readonly browser_hash: Buffer;
  /** Sent to the phone they sign in with, not by mail. */
  readonly by_phone: boolean;
}

/** Whose address it was that a challenge proved, or why it proved none. */
type Outcome =
  | { readonly personId: string; readonly way: 'mail' | 'phone' }
  | { readonly refused: 'sign-in-failed' | 'sign-in-other-browser' };

/** Signing in without a password: a link and an 8-digit code by mail, single use, tied to the browser that asked. */
@Injectable()
export class SignInService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly mailer: SignInMailer,
    private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Sends a link and a code when the address belongs to a person; answers and works alike when it does not.
   * @param clientAddress the network address that asks; only its keyed hash is stored
   * @throws DomainError too-many-sign-ins
   */
  async start(email: string, language: string, browserToken: string, clientAddress: string): Promise<void> {
    const address = this.codec.index('person', email);
    const code = newCode();
    const link = newToken();
    const known = await this.uow.tenantless('sign-in', async (sql, now) => {
      await this.limit(sql, now, address, this.codec.hash('client', clientAddress));
      const [person] = await sql<{ id: string }>('SELECT id FROM person WHERE email_index = $1', [address]);
      await writeChallenge(sql, this.codec, now, { personId: person?.id, address, code, link, browserToken });
      return person !== undefined;
    });
    const mail = { code, link: `${this.config.publicUrl}/login?token=${link}`, language };
    afterwards(
      () => this.mailer.send({ ...mail, to: known ? email : null }),
      (error) => this.logger.error({ err: error.message }, 'a sign-in mail could not be sent'),
    );
  }

  private async limit(sql: Tx['sql'], now: Date, address: Buffer, client: Buffer): Promise<void> {
    const limits = [
      { key: address, most: MAILS_PER_QUARTER_HOUR },
      { key: client, most: MAILS_OF_CLIENT_PER_QUARTER_HOUR },
      { key: everyone('every sign-in mail'), most: ALL_MAILS_PER_QUARTER_HOUR },
    ].map((limit) => ({ ...limit, seconds: QUARTER_HOUR_SECONDS }));
    if (await passesLimit(sql, now, limits)) throw signInError('too-many-sign-ins');
  }

  /** Consumes a code typed in the browser that asked. @throws DomainError sign-in-failed */
  async confirmCode(code: string, browserToken: string, device?: Device): Promise<SignedIn> {
    return this.enter(await this.consumeCode(code, browserToken), device);
  }

  /** The same for whoever is signed in already. @returns whether it was a code that went to their own address */
  async isOwnCode(code: string, browserToken: string, personId: string): Promise<boolean> {
    return 'personId' in (await this.consumeCode(code, browserToken, personId));
  }

  private consumeCode(code: string, browserToken: string, personId?: string): Promise<Outcome> {
    return this.consume(
      `browser_hash = $1 ORDER BY created_at DESC LIMIT 1`,
      this.codec.hash('browser', browserToken),
      (challenge) =>
        challenge.code_hash.equals(this.codec.hash('code', code)) &&
        (personId === undefined || challenge.person_id === personId)
          ? undefined
          : 'sign-in-failed',
    );
  }

  /** Consumes a link opened in the browser that asked. @throws DomainError sign-in-failed, sign-in-other-browser */
  async confirmLink(token: string, browserToken: string | undefined, device?: Device): Promise<SignedIn> {
    const browser = browserToken ? this.codec.hash('browser', browserToken) : undefined;
    const outcome = await this.consume(
      `link_hash = $1 LIMIT 1`,
      this.codec.hash('link', token),
      (challenge) =>
        browser && challenge.browser_hash.equals(browser) ? undefined : 'sign-in-other-browser',
    );
    return this.enter(outcome, device);
  }

  private enter(outcome: Outcome, device: Device | undefined): Promise<SignedIn> {
    if ('refused' in outcome) throw signInError(outcome.refused);
    return this.sessions.open(outcome.personId, { way: outcome.way, device });
  }

  private async consume(
    where: string,
    hash: Buffer,
    refuse: (challenge: Challenge) => 'sign-in-failed' | 'sign-in-other-browser' | undefined,
  ): Promise<Outcome> {
    // The failure is counted in its own committed transaction, so that an error cannot take the count back.
    return this.uow.tenantless('sign-in', async (sql, now): Promise<Outcome> => {
      // Once more outside: after waiting for the lock only the outer conditions see what the one before did.
      const [challenge] = await sql<Challenge>(
        `SELECT id, person_id, code_hash, browser_hash,
           EXISTS (SELECT FROM person p WHERE p.id = person_id AND p.phone_index = address_index) AS by_phone
         FROM sign_in_challenge WHERE id = (SELECT id FROM sign_in_challenge WHERE consumed_at IS NULL AND expires_at > $2 AND failures < $3 AND ${where})
           AND consumed_at IS NULL AND failures < $3
         FOR UPDATE`,
        [hash, now, MOST_FAILURES],
      );
      if (!challenge) return { refused: 'sign-in-failed' };
      const refused = refuse(challenge);
      if (refused || !challenge.person_id) {
        await sql('UPDATE sign_in_challenge SET failures = failures + 1 WHERE id = $1', [challenge.id]);
        return { refused: refused ?? 'sign-in-failed' };
      }
      const consumed = await sql(
        'UPDATE sign_in_challenge SET consumed_at = $2 WHERE id = $1 AND consumed_at IS NULL RETURNING id',
        [challenge.id, now],
      );
      return consumed.length === 1
        ? { personId: challenge.person_id, way: challenge.by_phone ? 'phone' : 'mail' }
        : { refused: 'sign-in-failed' };
    });
  }
}
