import { UnitOfWork, type MemberActor, type Role, type Tx } from '#database';
import { addMinutes, CONFIG, LOGGER, newId, type Config, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { IdentityCodec } from '../identity/identity-codec.js';
import { MOST_FAILURES, newCode, newToken, writeChallenge } from './challenge.js';
import { everyone, passesLimit, QUARTER_HOUR_SECONDS } from './hits.js';
import { signInError } from './sign-in.errors.js';
import { SignInMailer } from './sign-in-mailer.js';

export const SESSION_DAYS = 30;
const IDLE_MINUTES = 14 * 24 * 60;
const MAILS_PER_QUARTER_HOUR = 5;
/** A whole office or library may stand behind one address of the network. */
const MAILS_OF_CLIENT_PER_QUARTER_HOUR = 30;
const ALL_MAILS_PER_QUARTER_HOUR = 2_000;

export interface SignedIn {
  readonly token: string;
  readonly actor: MemberActor & { readonly sessionId: string };
}

interface Challenge {
  readonly id: string;
  readonly person_id: string | null;
  readonly code_hash: Buffer;
  readonly browser_hash: Buffer;
}

interface Membership {
  readonly community_id: string;
  readonly id: string;
}

const sha256 = (value: string) => createHash('sha256').update(value).digest();

/** Signing in without a password: a link and an 8-digit code by mail, single use, tied to the browser that asked. */
@Injectable()
export class SignInService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly mailer: SignInMailer,
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
    const known = await this.uow.tenantless(async (sql, now) => {
      await this.limit(sql, now, address, this.codec.hash('client', clientAddress));
      const [person] = await sql<{ id: string }>('SELECT id FROM person WHERE email_index = $1', [address]);
      await writeChallenge(sql, this.codec, now, { personId: person?.id, address, code, link, browserToken });
      return person !== undefined;
    });
    if (!known) return;
    // Not awaited: the time a mail server takes would tell whether the address is known.
    this.mailer
      .send({ to: email, code, link: `${this.config.publicUrl}/login?token=${link}`, language })
      .catch((error: Error) => this.logger.error({ err: error.message }, 'a sign-in mail could not be sent'));
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
  async confirmCode(code: string, browserToken: string): Promise<SignedIn> {
    return this.consume(
      `browser_hash = $1 ORDER BY created_at DESC LIMIT 1`,
      this.codec.hash('browser', browserToken),
      (challenge) =>
        challenge.code_hash.equals(this.codec.hash('code', code)) ? undefined : 'sign-in-failed',
    );
  }

  /** Consumes a link opened in the browser that asked. @throws DomainError sign-in-failed, sign-in-other-browser */
  async confirmLink(token: string, browserToken: string | undefined): Promise<SignedIn> {
    const browser = browserToken ? this.codec.hash('browser', browserToken) : undefined;
    return this.consume(`link_hash = $1 LIMIT 1`, this.codec.hash('link', token), (challenge) =>
      browser && challenge.browser_hash.equals(browser) ? undefined : 'sign-in-other-browser',
    );
  }

  private async consume(
    where: string,
    hash: Buffer,
    refuse: (challenge: Challenge) => 'sign-in-failed' | 'sign-in-other-browser' | undefined,
  ): Promise<SignedIn> {
    // The failure is counted in its own committed transaction, so that an error cannot take the count back.
    const outcome = await this.uow.tenantless(async (sql, now) => {
      // Once more outside: after waiting for the lock only the outer conditions see what the one before did.
      const [challenge] = await sql<Challenge>(
        `SELECT id, person_id, code_hash, browser_hash FROM sign_in_challenge
         WHERE id = (SELECT id FROM sign_in_challenge WHERE consumed_at IS NULL AND expires_at > $2 AND failures < $3 AND ${where})
           AND consumed_at IS NULL AND failures < $3
         FOR UPDATE`,
        [hash, now, MOST_FAILURES],
      );
      if (!challenge) return { refused: 'sign-in-failed' as const };
      const refused = refuse(challenge);
      if (refused || !challenge.person_id) {
        await sql('UPDATE sign_in_challenge SET failures = failures + 1 WHERE id = $1', [challenge.id]);
        return { refused: refused ?? ('sign-in-failed' as const) };
      }
      const consumed = await sql(
        'UPDATE sign_in_challenge SET consumed_at = $2 WHERE id = $1 AND consumed_at IS NULL RETURNING id',
        [challenge.id, now],
      );
      return consumed.length === 1
        ? { personId: challenge.person_id }
        : { refused: 'sign-in-failed' as const };
    });
    if ('refused' in outcome) throw signInError(outcome.refused ?? 'sign-in-failed');
    return this.openSession(outcome.personId);
  }

  /** Opens a session for a person in one of their communities (the first joined unless named). */
  async openSession(personId: string, communityId?: string): Promise<SignedIn> {
    const token = newToken();
    await this.uow.tenantless(async (sql, now) => {
      const memberships = await sql<Membership>(
        `SELECT community_id, id FROM member WHERE person_id = $1 AND state = 'active' ORDER BY created_at, id LIMIT 100`,
        [personId],
      );
      const membership = communityId
        ? memberships.find((m) => m.community_id === communityId)
        : memberships[0];
      if (!membership) throw signInError(communityId ? 'no-such-membership' : 'sign-in-failed');
      await sql(
        `INSERT INTO sign_in_session (id, token_hash, person_id, community_id, member_id, created_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
        [
          newId(),
          sha256(token),
          personId,
          membership.community_id,
          membership.id,
          now,
          addMinutes(now, SESSION_DAYS * 1_440),
        ],
      );
    }, personId);
    return { token, actor: (await this.resolve(token))! };
  }

  /** The member behind a session token, with their roles of this moment; undefined when there is none. */
  async resolve(token: string): Promise<(MemberActor & { readonly sessionId: string }) | undefined> {
    const [row] = await this.uow.single<{
      session_id: string;
      person_id: string;
      community_id: string;
      member_id: string;
      roles: Role[];
    }>('SELECT * FROM resolve_session($1, $2, $3)', (now) => [sha256(token), now, IDLE_MINUTES]);
    if (!row) return undefined;
    return {
      sessionId: row.session_id,
      personId: row.person_id,
      communityId: row.community_id,
      memberId: row.member_id,
      roles: row.roles,
    };
  }

  /**
   * Moves the signed-in person to another of their communities, under a new token.
   * @throws DomainError no-such-membership
   */
  async switchCommunity(actor: MemberActor & { sessionId: string }, communityId: string): Promise<SignedIn> {
    const next = await this.openSession(actor.personId, communityId);
    await this.revoke(actor.personId, actor.sessionId);
    return next;
  }

  async listSessions(personId: string) {
    return this.uow.tenantless((sql, now) =>
      sql<{ id: string; createdAt: Date; lastSeenAt: Date; expiresAt: Date }>(
        `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt" FROM sign_in_session
         WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC LIMIT 100`,
        [personId, now],
      ),
    );
  }

  /** Ends one of the person's sessions; another person's is left alone. @returns whether there was one */
  async revoke(personId: string, sessionId: string): Promise<boolean> {
    const rows = await this.uow.tenantless((sql, now) =>
      sql(
        'UPDATE sign_in_session SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING id',
        [sessionId, personId, now],
      ),
    );
    return rows.length === 1;
  }
}
