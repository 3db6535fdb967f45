import { UnitOfWork, type MemberActor } from '#database';
import { Injectable } from '@nestjs/common';
import { currentWeights } from './load-facts.js';
import { checkWeights, type VersionedWeights } from './weights.js';

/** The score's weights: every change is a new version, and stored proposals keep theirs. */
@Injectable()
export class WeightsService {
  constructor(private readonly uow: UnitOfWork) {}

  read(actor: MemberActor): Promise<VersionedWeights> {
    return this.uow.run(actor, currentWeights);
  }

  /** @throws InvalidInput; conflict when somebody else made the same version */
  change(actor: MemberActor, input: Readonly<Record<string, unknown>>): Promise<VersionedWeights> {
    const weights = checkWeights(input);
    return this.uow.run(actor, async (tx) => {
      const version = (await currentWeights(tx)).version + 1;
      await tx.sql(
        'INSERT INTO score_weights (community_id, version, weights, created_by, created_at) VALUES ($1, $2, $3, $4, $5)',
        [tx.communityId, version, JSON.stringify(weights), actor.memberId, tx.now],
      );
      await tx.announce('matching.asked', { subjectId: tx.communityId });
      return { version, weights };
    });
  }
}
