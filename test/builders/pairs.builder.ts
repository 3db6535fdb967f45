import { openAccount, poolAccount } from '#ledger';
import type { HardRule } from '#matching';
import { instantAt, newId } from '#platform';
import type { MatchingScene } from './matching.scene.js';
import type { BuiltHelper } from './people.builder.js';

export interface Pair {
  readonly helper: BuiltHelper;
  readonly requestId: string;
}

/** What brings a helper and a request of a scene's family to the boundary of a hard rule, and beyond. */
export class PairChanges {
  constructor(private readonly scene: MatchingScene) {}

  private get people() {
    return this.scene.people;
  }

  private get family() {
    return this.scene.family;
  }

  /** Of the visit that is asked for. */
  readonly start = () => instantAt(this.people.facts.timeZone, this.people.day(1), 960);

  readonly ofOffer = (column: string, value: unknown) => (pair: Pair) =>
    this.scene.system((tx) =>
      tx.sql(`UPDATE offer SET ${column} = $3 WHERE community_id = $1 AND id = $2`, [
        this.people.id,
        pair.helper.offerId,
        value,
      ]),
    );

  readonly ofRequest = (column: string, value: unknown) => (pair: Pair) =>
    this.scene.system((tx) =>
      tx.sql(`UPDATE request SET ${column} = $3 WHERE community_id = $1 AND id = $2`, [
        this.people.id,
        pair.requestId,
        value,
      ]),
    );

  /** A promise to another family that ends, break and road included, when the visit begins. */
  readonly busyBefore = async (pair: Pair, minutesTooLate = 0): Promise<void> => {
    const other = await this.people.family();
    const end = 960 - 15 - 5 + minutesTooLate;
    const requestId = await this.scene.ask({ family: other, startMinute: end - 60, endMinute: end });
    const coordinator = await this.people.coordinator();
    const { id } = await this.scene.proposals.create(coordinator, this.own({ ...pair, requestId }));
    await this.scene.proposals.approve(coordinator, id, 1);
  };

  readonly moveBusy = (minutes: number) => (pair: Pair) =>
    this.scene.system((tx) =>
      tx.sql(
        `UPDATE seat SET starts_at = starts_at + make_interval(mins => $3), ends_at = ends_at + make_interval(mins => $3),
           during = tstzrange(lower(during) + make_interval(mins => $3), upper(during) + make_interval(mins => $3))
         WHERE community_id = $1 AND member_id = $2 AND active`,
        [this.people.id, pair.helper.memberId, minutes],
      ),
    );

  /** The payer has exactly this much to give, down to the floor; the pool has nothing. */
  readonly payerHas = (minutes: number) => () =>
    this.scene.system(async (tx) => {
      await openAccount(tx, this.family.memberId);
      await poolAccount(tx);
      await tx.sql(
        `UPDATE account SET floor_minutes = balance_minutes - held_minutes - $3 WHERE community_id = $1 AND member_id = $2`,
        [this.people.id, this.family.memberId, minutes],
      );
      await tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
         SELECT $1, $2, 'floorMinutes', to_jsonb(floor_minutes), $3, $4 FROM account WHERE community_id = $1 AND member_id = $5
         ON CONFLICT (community_id, key, valid_from) DO UPDATE SET value = excluded.value`,
        [this.people.id, newId(), this.people.day(0), tx.now, this.family.memberId],
      );
    });

  readonly freeUntil =
    (minute: number) =>
    ({ helper }: Pair) =>
      this.scene.system((tx) =>
        tx.sql('UPDATE weekly_hours SET end_minute = $3 WHERE community_id = $1 AND member_id = $2', [
          this.people.id,
          helper.memberId,
          minute,
        ]),
      );

  readonly mayCollect = async (pair: Pair): Promise<void> => {
    await this.ofRequest('school', 'Scuola Verdi')(pair);
    await this.scene.system((tx) =>
      tx.sql(
        `INSERT INTO collection_authorisation (community_id, id, dependant_id, helper_id, school, signed_by, valid_until, created_at)
         VALUES ($1, $2, $3, $4, 'scuola verdi', $5, $6, $7)`,
        [
          this.people.id,
          newId(),
          this.family.dependantIds[0],
          pair.helper.memberId,
          this.family.memberId,
          this.people.day(1),
          tx.now,
        ],
      ),
    );
  };

  readonly credentialsUntil = ({ memberId }: BuiltHelper, day: string) =>
    this.scene.system((tx) =>
      tx.sql('UPDATE credential SET valid_until = $3 WHERE community_id = $1 AND member_id = $2', [
        this.people.id,
        memberId,
        day,
      ]),
    );

  readonly insuredFrom = ({ memberId }: BuiltHelper, instant: Date) =>
    this.scene.system((tx) =>
      tx.sql('UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2', [
        this.people.id,
        memberId,
        instant,
      ]),
    );

  readonly ceilingAt = ({ memberId }: BuiltHelper, minutesAbove: number) =>
    this.scene.system(async (tx) => {
      await openAccount(tx, memberId);
      await tx.sql(
        'UPDATE account SET ceiling_minutes = balance_minutes - $3 WHERE community_id = $1 AND member_id = $2',
        [this.people.id, memberId, minutesAbove],
      );
    });

  /** A coordinator's own choice of the helper for the request. */
  readonly own = ({ helper, requestId }: Pair, overrideRules: readonly HardRule[] = [], reason?: string) => ({
    requestId,
    helperId: helper.memberId,
    visitIds: [],
    overrideRules,
    helperAgreed: overrideRules.length > 0,
    ...(reason ? { reason } : {}),
  });
}
