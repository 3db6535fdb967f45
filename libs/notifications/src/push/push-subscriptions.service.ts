import { UnitOfWork, type MemberActor } from '#database';
import { IdentityCodec } from '#members';
import { commonError, CONFIG, newId, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { notificationError } from '../notifications.errors.js';
import { PushKeys } from './push-keys.js';
import { isPushEndpoint, type PushSubscription } from './push.rules.js';

/** Where a sealed subscription belongs. */
export const PUSH_PLACE = 'push_subscription.subscription';

const MOST_BROWSERS = 8;

/** What a browser needs to subscribe, and in how many browsers the member is told. */
export interface PushOffer {
  readonly publicKey: string;
  readonly browsers: number;
}

/** The browsers in which a member wants to be told. */
@Injectable()
export class PushSubscriptionsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly keys: PushKeys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'pushHosts'>,
  ) {}

  async find(actor: MemberActor): Promise<PushOffer> {
    const { publicKey } = await this.keys.read();
    const [row] = await this.uow.run(actor, (tx) =>
      tx.sql<{ browsers: number }>(
        'SELECT count(*)::int AS browsers FROM push_subscription WHERE community_id = $1 AND member_id = $2',
        [tx.communityId, actor.memberId],
      ),
    );
    return { publicKey, browsers: row!.browsers };
  }

  /**
   * The same browser again changes its keys; beyond eight the oldest is forgotten.
   * @throws DomainError not-a-push-service for an address that is none of a browser's
   */
  async subscribe(actor: MemberActor, subscription: PushSubscription): Promise<{ id: string }> {
    if (!isPushEndpoint(subscription.endpoint, this.config.pushHosts)) {
      throw notificationError('not-a-push-service');
    }
    const { endpoint, keys } = subscription;
    const plain = JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
    const hash = this.codec.hash('push-endpoint', endpoint);
    return this.uow.run(actor, async (tx) => {
      // Anew under a new id: what is sealed is bound to its row.
      await tx.sql(
        'DELETE FROM push_subscription WHERE community_id = $1 AND member_id = $2 AND endpoint_hash = $3',
        [tx.communityId, actor.memberId, hash],
      );
      const id = newId();
      await tx.sql(
        `INSERT INTO push_subscription (community_id, id, member_id, endpoint_hash, subscription_sealed, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [
          tx.communityId,
          id,
          actor.memberId,
          hash,
          this.codec.seal(tx.communityId, PUSH_PLACE, id, plain),
          tx.now,
        ],
      );
      await tx.sql(
        `DELETE FROM push_subscription WHERE community_id = $1 AND member_id = $2 AND id NOT IN (
           SELECT id FROM push_subscription WHERE community_id = $1 AND member_id = $2
           ORDER BY created_at DESC, id DESC LIMIT ${MOST_BROWSERS})`,
        [tx.communityId, actor.memberId],
      );
      return { id };
    });
  }

  /** All of the member's browsers; a second time changes nothing. */
  async unsubscribeAll(actor: MemberActor): Promise<void> {
    await this.uow.run(actor, (tx) =>
      tx.sql('DELETE FROM push_subscription WHERE community_id = $1 AND member_id = $2', [
        tx.communityId,
        actor.memberId,
      ]),
    );
  }

  /** @throws DomainError not-found for what is not one's own, or was taken back or forgotten before */
  async unsubscribe(actor: MemberActor, id: string): Promise<void> {
    const taken = await this.uow.run(actor, (tx) =>
      tx.sql(
        'DELETE FROM push_subscription WHERE community_id = $1 AND member_id = $2 AND id = $3 RETURNING id',
        [tx.communityId, actor.memberId, id],
      ),
    );
    if (taken.length === 0) throw commonError('not-found');
  }
}
