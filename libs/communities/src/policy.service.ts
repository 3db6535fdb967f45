import { UnitOfWork, type Actor } from '#database';
import { newId, type LocalDay } from '#platform';
import { Injectable } from '@nestjs/common';
import { communityError } from './communities.errors.js';
import { policiesOn, todayOf } from './community.js';
import { checkPolicyValue, POLICIES, POLICY_KEYS, type PolicyKey } from './policies.js';

export interface PolicyValue {
  readonly value: number | boolean;
  readonly validFrom: LocalDay;
}

/** One policy with what it means, its default, the value in force today and the values already dated for later. */
export interface PolicyLine {
  readonly key: PolicyKey;
  readonly meaning: string;
  readonly default: number | boolean;
  readonly value: number | boolean;
  readonly upcoming: readonly PolicyValue[];
}

const MOST_UPCOMING = 500;

@Injectable()
export class PolicyService {
  constructor(private readonly uow: UnitOfWork) {}

  listPolicies(actor: Actor): Promise<PolicyLine[]> {
    return this.uow.run(actor, async (tx) => {
      const today = await todayOf(tx);
      const inForce = await policiesOn(tx, today);
      const later = await tx.sql<PolicyValue & { key: string }>(
        `SELECT key, value, valid_from AS "validFrom" FROM community_policy
         WHERE community_id = $1 AND valid_from > $2 ORDER BY valid_from LIMIT $3`,
        [tx.communityId, today, MOST_UPCOMING],
      );
      return POLICY_KEYS.map((key) => ({
        key,
        meaning: POLICIES[key].meaning,
        default: POLICIES[key].default,
        value: inForce[key],
        upcoming: later
          .filter((row) => row.key === key)
          .map(({ value, validFrom }) => ({ value, validFrom })),
      }));
    });
  }

  /**
   * Sets a value from a local day on; the same key and day again replaces it.
   * @throws DomainError policy-in-the-past; InvalidInput when the key or the value is wrong.
   */
  async setPolicy(
    actor: Actor,
    input: { readonly key: string; readonly value: unknown; readonly validFrom: LocalDay },
  ): Promise<{ readonly key: PolicyKey } & PolicyValue> {
    const value = checkPolicyValue(input.key, input.value);
    return this.uow.run(actor, async (tx) => {
      const today = await todayOf(tx);
      if (input.validFrom < today) {
        throw communityError('policy-in-the-past', `Today is ${today}.`, { earliest: today });
      }
      await tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (community_id, key, valid_from) DO UPDATE SET value = excluded.value`,
        [tx.communityId, newId(), input.key, JSON.stringify(value), input.validFrom, tx.now],
      );
      return { key: input.key as PolicyKey, value, validFrom: input.validFrom };
    });
  }
}
