import { UnitOfWork, type Tx } from '#database';
import { Clock, CONFIG, newId, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import {
  passSecondFactor,
  SessionService,
  type SecondFactorKind,
  type SignedIn,
  type SignedInActor,
} from '../sign-in/session.service.js';
import { beginChange, countFailure, forgetFailures, lockHolder, tellOfChange } from './factor-holder.js';
import { useRecoveryCode } from './recovery-codes.js';
import { secondFactorError } from './second-factor.errors.js';
import { RECENT_MINUTES } from './second-factor.rules.js';
import { addressOf, newSecret, stepOf } from './time-code.js';

/** Sealed as the installation's own: a person belongs to no one community. */
const PLACE = ['installation', 'authenticator.secret'] as const;

/** What an authenticator needs to be told; shown once. */
export interface AuthenticatorSetup {
  readonly secret: string;
  /** The same and more, as the QR code says it. */
  readonly address: string;
}

export interface GivenCode {
  /** Six digits of the authenticator, or */
  readonly code?: string;
  /** one of the codes kept for a lost device. */
  readonly recoveryCode?: string;
}

type Outcome = { readonly token: string } | { readonly refused: 'wrong-factor-code' | 'factor-locked' };

interface StoredSecret {
  readonly id: string;
  readonly secret_sealed: Buffer;
  readonly last_step: number | null;
}

/** Codes that change every half minute (RFC 6238), and the codes kept for the day when nothing else is at hand. */
@Injectable()
export class AuthenticatorService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Makes a secret that counts from `confirm` on; one in use stays so until then. */
  async begin(actor: SignedInActor): Promise<AuthenticatorSetup> {
    const secret = newSecret();
    await this.uow.run(actor, async (tx) => {
      await beginChange(tx, actor);
      const id = newId();
      await tx.sql('DELETE FROM authenticator WHERE person_id = $1 AND confirmed_at IS NULL', [
        actor.personId,
      ]);
      await tx.sql(
        'INSERT INTO authenticator (id, person_id, secret_sealed, created_at) VALUES ($1, $2, $3, $4)',
        [id, actor.personId, this.codec.seal(...PLACE, id, secret), tx.now],
      );
    });
    return { secret, address: addressOf(secret, new URL(this.config.publicUrl).host) };
  }

  /**
   * Puts the authenticator that was begun to use, in the place of an earlier one. The session has passed then.
   * @throws DomainError nothing-to-confirm, wrong-factor-code, factor-locked
   */
  async confirm(actor: SignedInActor, code: string): Promise<SignedIn> {
    const outcome = await this.uow.run(actor, async (tx): Promise<Outcome> => {
      const holder = await beginChange(tx, actor);
      if (holder.lockedUntil && holder.lockedUntil > tx.now) return { refused: 'factor-locked' };
      const [begun] = await tx.sql<StoredSecret>(
        `SELECT id, secret_sealed, last_step FROM authenticator WHERE person_id = $1 AND confirmed_at IS NULL
           AND created_at > $2::timestamptz - make_interval(mins => $3)`,
        [actor.personId, tx.now, RECENT_MINUTES],
      );
      if (!begun) throw secondFactorError('nothing-to-confirm');
      const step = this.stepIn(begun, code);
      if (step === undefined) {
        await countFailure(tx.sql, actor.personId, holder, tx.now);
        return { refused: 'wrong-factor-code' };
      }
      await tx.sql('DELETE FROM authenticator WHERE person_id = $1 AND confirmed_at IS NOT NULL', [
        actor.personId,
      ]);
      await tx.sql(
        'UPDATE authenticator SET confirmed_at = $2, last_used_at = $2, last_step = $3 WHERE id = $1',
        [begun.id, tx.now, step],
      );
      await tellOfChange(tx, actor.memberId, 'added');
      return { token: await this.pass(tx.sql, actor, 'authenticator', tx.now) };
    });
    return this.settle(outcome);
  }

  /**
   * Shows a second factor in a session, which gets a new token. Wrong codes are counted over all sessions and processes.
   * @throws DomainError wrong-factor-code, factor-locked
   */
  async present(actor: SignedInActor, given: GivenCode): Promise<SignedIn> {
    // The failure is counted in its own committed transaction, so that an error cannot take the count back.
    const outcome = await this.uow.ofPerson(actor.personId, async (sql, now): Promise<Outcome> => {
      const holder = await lockHolder(sql, actor.personId);
      if (!holder) return { refused: 'wrong-factor-code' };
      if (holder.lockedUntil && holder.lockedUntil > now) return { refused: 'factor-locked' };
      const kind = await this.kindOf(sql, actor.personId, given, now);
      if (kind) return { token: await this.pass(sql, actor, kind, now) };
      await countFailure(sql, actor.personId, holder, now);
      return { refused: 'wrong-factor-code' };
    });
    return this.settle(outcome);
  }

  /** What the code was good for, used up; undefined when it is good for nothing. */
  private async kindOf(
    sql: Tx['sql'],
    personId: string,
    { code, recoveryCode }: GivenCode,
    now: Date,
  ): Promise<SecondFactorKind | undefined> {
    if (recoveryCode !== undefined) {
      return (await useRecoveryCode(sql, this.codec, personId, recoveryCode, now))
        ? 'recovery-code'
        : undefined;
    }
    const [stored] = await sql<StoredSecret>(
      'SELECT id, secret_sealed, last_step FROM authenticator WHERE person_id = $1 AND confirmed_at IS NOT NULL',
      [personId],
    );
    const step = stored && code !== undefined ? this.stepIn(stored, code) : undefined;
    if (!stored || step === undefined) return undefined;
    await sql('UPDATE authenticator SET last_step = $2, last_used_at = $3 WHERE id = $1', [
      stored.id,
      step,
      now,
    ]);
    return 'authenticator';
  }

  /** By the machine's clock: an app on a phone knows nothing of a demonstration's moved one. */
  private stepIn(stored: StoredSecret, code: string): number | undefined {
    const secret = this.codec.open(...PLACE, stored.id, stored.secret_sealed);
    return stepOf(secret, code, this.clock.machineNow(), stored.last_step);
  }

  private async pass(
    sql: Tx['sql'],
    actor: SignedInActor,
    kind: SecondFactorKind,
    now: Date,
  ): Promise<string> {
    await forgetFailures(sql, actor.personId);
    return passSecondFactor(sql, actor, kind, now);
  }

  private async settle(outcome: Outcome): Promise<SignedIn> {
    if ('refused' in outcome) throw secondFactorError(outcome.refused);
    return this.sessions.opened(outcome.token);
  }
}
