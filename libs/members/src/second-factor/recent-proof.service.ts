import { UnitOfWork } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf } from '../identity/member-identity.js';
import { PhoneCodeService } from '../sign-in/phone-code.service.js';
import { noteProof, SessionService, type SignedIn, type SignedInActor } from '../sign-in/session.service.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { provedLately } from './recent-proof.js';
import { secondFactorError } from './second-factor.errors.js';

/** The ONE question before how somebody signs in, or where, is changed: did they prove lately that it is them? */
@Injectable()
export class RecentProofService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly signIn: SignInService,
    private readonly phoneCodes: PhoneCodeService,
    private readonly sessions: SessionService,
  ) {}

  /** @throws DomainError recent-proof-needed */
  async require(actor: SignedInActor): Promise<void> {
    const proved = await this.uow.ofPerson(actor.personId, (sql, now) => provedLately(sql, actor, now));
    if (!proved) throw secondFactorError('recent-proof-needed');
  }

  /**
   * Sends a code to the address the actor signs in with: enough for whoever has no second factor.
   * @throws DomainError not-found without such an address, too-many-sign-ins, no-short-messages
   */
  async ask(
    actor: SignedInActor,
    language: string,
    browserToken: string,
    clientAddress: string,
  ): Promise<void> {
    const { email, phone } = await this.addressesOf(actor);
    if (email) return this.signIn.start(email, language, browserToken, clientAddress);
    if (phone) return this.phoneCodes.start(phone, language, browserToken, clientAddress);
    throw commonError('not-found');
  }

  /** Takes the code, in the browser that asked; the session gets a new token. @throws DomainError proof-failed */
  async give(actor: SignedInActor, code: string, browserToken: string): Promise<SignedIn> {
    if (!(await this.signIn.isOwnCode(code, browserToken, actor.personId)))
      throw secondFactorError('proof-failed');
    const token = await this.uow.ofPerson(actor.personId, (sql, now) => noteProof(sql, actor, now));
    return this.sessions.opened(token);
  }

  private addressesOf({ communityId, memberId, personId, roles }: SignedInActor) {
    return this.uow.run({ communityId, memberId, personId, roles }, async (tx) => {
      const [opens] = await tx.sql<{ email: boolean; phone: boolean }>(
        'SELECT email_index IS NOT NULL AS email, phone_index IS NOT NULL AS phone FROM person WHERE id = $1',
        [personId],
      );
      const identity = (await identitiesOf(tx, this.codec, [memberId])).get(memberId);
      return {
        email: opens?.email ? identity?.email : null,
        phone: opens?.phone ? identity?.phone : null,
      };
    });
  }
}
