import type { MemberActor, Role, Tx, UnitOfWork } from '#database';
import { MemberService, type IdentityCodec } from '#members';
import { addDays, instantAt, localDay, newId, type Clock } from '#platform';
import type { CommunityFacts } from './community.builder.js';

export interface DependantFacts {
  readonly nickname?: string;
  readonly ageBand?: '0-2' | '3-5' | '6-10' | '11-13' | '14-17' | 'adult';
  readonly schoolLevel?: string | null;
  readonly seatType?: 'infant' | 'child' | 'booster' | 'adult';
}

export interface BuiltFamily {
  readonly actor: MemberActor;
  readonly memberId: string;
  readonly householdId: string;
  readonly dependantIds: readonly string[];
  readonly zoneId: string;
  readonly email: string;
}

export interface BuiltHelper {
  readonly actor: MemberActor;
  readonly memberId: string;
  readonly offerId: string;
  readonly email: string;
}

export interface FamilyWishes {
  readonly zoneId?: string;
  readonly organisationId?: string;
  readonly dependants?: readonly DependantFacts[];
  readonly protected?: boolean;
  readonly givenName?: string;
}

export interface HelperWishes {
  readonly regime?: 'volunteer' | 'timebank';
  readonly zoneId?: string;
  readonly organisationId?: string;
  readonly categoryIds?: readonly string[];
  readonly subjects?: readonly string[];
  readonly languages?: readonly string[];
  readonly maxTravelMinutes?: number;
  readonly seats?: Readonly<Record<string, number>>;
  readonly weeklyMinutes?: number;
  readonly breakMinutes?: number;
  /** ISO weekday, minutes since local midnight; every day from 8 to 22 when not given. */
  readonly hours?: readonly { weekday: number; startMinute: number; endMinute: number }[];
  /** Codes of the credentials held, passed and long valid; interview and training when not given. */
  readonly credentials?: readonly ('interview' | 'training')[];
  readonly givenName?: string;
  /** Reached by this phone, and by no mail. */
  readonly phone?: string;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 450, endMinute: 1_350 }));
const SEATS_AT_HOME = { adult: 3, booster: 1, child: 1, infant: 0 };

/** The people of a test community. Each call makes new ones; the desk's members are made once. */
export class CommunityPeople {
  readonly id: string;
  private readonly members: MemberService;
  private readonly desk = new Map<Role, Promise<MemberActor>>();
  private serial = 0;

  constructor(
    private readonly uow: UnitOfWork,
    readonly codec: IdentityCodec,
    private readonly clock: Clock,
    readonly facts: CommunityFacts,
  ) {
    this.id = facts.id;
    this.members = new MemberService(uow, codec);
  }

  coordinator(): Promise<MemberActor> {
    return this.deskMember('coordinator');
  }

  administrator(): Promise<MemberActor> {
    return this.deskMember('administrator');
  }

  auditor(): Promise<MemberActor> {
    return this.deskMember('auditor');
  }

  /** A member with exactly these roles, with an e-mail address, registered and insured for 60 days. */
  async member(
    roles: readonly Role[],
    wishes: { readonly givenName?: string; readonly organisationId?: string; readonly phone?: string } = {},
  ): Promise<{ readonly actor: MemberActor; readonly email: string }> {
    this.serial += 1;
    const email = `member${this.serial}.${this.id.slice(-12)}@example.org`;
    const { id } = await this.members.createMember(this.facts.system, {
      givenName: wishes.givenName ?? `Nome${this.serial}`,
      familyName: `Cognome${this.serial}`,
      ...(wishes.phone ? { phone: wishes.phone } : { email }),
      language: 'it',
      organisationId: wishes.organisationId,
      roles: [],
      registeredOn: this.day(-60),
    });
    const personId = await this.uow.run(this.facts.system, async (tx) => {
      await tx.sql('UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2', [
        this.id,
        id,
        instantAt(this.facts.timeZone, this.day(-59), 0),
      ]);
      await tx.sql(
        `INSERT INTO member_role (community_id, member_id, role, granted_at) SELECT $1, $2, unnest($3::text[]), $4`,
        [this.id, id, roles, tx.now],
      );
      const [row] = await tx.sql<{ person_id: string }>(
        'SELECT person_id FROM member WHERE community_id = $1 AND id = $2',
        [this.id, id],
      );
      return row!.person_id;
    });
    return { actor: { communityId: this.id, memberId: id, personId, roles }, email };
  }

  /** Somebody whom another community knows by this address, a member here too. @returns the member's id */
  async memberToo(email: string, roles: ('family' | 'helper')[], givenName: string): Promise<string> {
    const person = { givenName, familyName: 'Cognome', email, language: 'it', roles, ofAge: true };
    return (await this.members.createMember(this.facts.system, person)).id;
  }

  /** A guardian with a household and one child of primary school, unless wished otherwise. */
  async family(wishes: FamilyWishes = {}): Promise<BuiltFamily> {
    const { actor, email } = await this.member(['family'], wishes);
    const zoneId = wishes.zoneId ?? this.facts.zones.centre;
    const householdId = newId();
    const dependants = (wishes.dependants ?? [{}]).map((dependant) => ({ ...dependant, id: newId() }));
    await this.uow.run(this.facts.system, async (tx) => {
      await tx.sql(
        `INSERT INTO household (community_id, id, organisation_id, zone_id, address_sealed, protected, meeting_point, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          this.id,
          householdId,
          wishes.organisationId ?? null,
          zoneId,
          this.codec.seal(this.id, 'household.address', householdId, `Via di Prova ${this.serial}`),
          wishes.protected ?? false,
          wishes.protected ? 'Biblioteca' : null,
          tx.now,
        ],
      );
      await tx.sql(
        `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at)
         VALUES ($1, $2, $3, true, $4)`,
        [this.id, householdId, actor.memberId, tx.now],
      );
      for (const dependant of dependants) await this.insertDependant(tx, householdId, dependant);
    });
    const dependantIds = dependants.map(({ id }) => id);
    return { actor, email, memberId: actor.memberId, householdId, dependantIds, zoneId };
  }

  /** A helper with limits, weekly hours, a live offer and passed checks: one whom matching may propose. */
  async helper(wishes: HelperWishes = {}): Promise<BuiltHelper> {
    const { actor, email } = await this.member(['helper'], wishes);
    const offerId = newId();
    const checkedBy = (await this.coordinator()).memberId;
    await this.uow.run(this.facts.system, async (tx) => {
      await this.insertProfile(tx, actor.memberId, wishes);
      await this.insertOffer(tx, actor.memberId, offerId, wishes);
      for (const code of wishes.credentials ?? (['interview', 'training'] as const)) {
        await this.insertCredential(tx, actor.memberId, code, checkedBy);
      }
    });
    return { actor, email, memberId: actor.memberId, offerId };
  }

  /** The local day `days` from today. */
  day(days: number): string {
    return addDays(localDay(this.facts.timeZone, this.clock.now()), days);
  }

  private deskMember(role: Role): Promise<MemberActor> {
    let member = this.desk.get(role);
    if (!member) {
      member = this.member([role]).then(({ actor }) => actor);
      this.desk.set(role, member);
    }
    return member;
  }

  private async insertDependant(tx: Tx, householdId: string, dependant: DependantFacts & { id: string }) {
    await tx.sql(
      `INSERT INTO dependant (community_id, id, household_id, nickname_sealed, age_band, school_level, seat_type)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        this.id,
        dependant.id,
        householdId,
        this.codec.seal(this.id, 'dependant.nickname', dependant.id, dependant.nickname ?? 'Pulce'),
        dependant.ageBand ?? '6-10',
        dependant.schoolLevel === undefined ? 'primary' : dependant.schoolLevel,
        dependant.seatType ?? 'booster',
      ],
    );
  }

  private async insertProfile(tx: Tx, memberId: string, wishes: HelperWishes) {
    await tx.sql(
      `INSERT INTO helper_profile (community_id, member_id, zone_id, weekly_minutes, break_minutes)
       VALUES ($1, $2, $3, $4, $5)`,
      [
        this.id,
        memberId,
        wishes.zoneId ?? this.facts.zones.centre,
        wishes.weeklyMinutes ?? 1_200,
        wishes.breakMinutes ?? 15,
      ],
    );
    const hours = wishes.hours ?? EVERY_DAY;
    await tx.sql(
      `INSERT INTO weekly_hours (community_id, member_id, id, weekday, start_minute, end_minute)
       SELECT $1, $2, h.* FROM unnest($3::uuid[], $4::smallint[], $5::integer[], $6::integer[]) AS h`,
      [
        this.id,
        memberId,
        hours.map(() => newId()),
        hours.map(({ weekday }) => weekday),
        hours.map(({ startMinute }) => startMinute),
        hours.map(({ endMinute }) => endMinute),
      ],
    );
  }

  private async insertOffer(tx: Tx, memberId: string, offerId: string, wishes: HelperWishes) {
    await tx.sql(
      `INSERT INTO offer (community_id, id, member_id, state, regime, category_ids, subjects, languages, age_bands, mobility,
         max_travel_minutes, municipality_ids, seats, created_at)
       VALUES ($1, $2, $3, 'live', $4, $5, $6, $7, '{0-2,3-5,6-10,11-13,14-17,adult}', '{}', $8, '{}', $9, $10)`,
      [
        this.id,
        offerId,
        memberId,
        wishes.regime ?? 'volunteer',
        wishes.categoryIds ?? Object.values(this.facts.categories),
        wishes.subjects ?? ['maths', 'italian'],
        wishes.languages ?? ['it'],
        wishes.maxTravelMinutes ?? 60,
        JSON.stringify(wishes.seats ?? SEATS_AT_HOME),
        tx.now,
      ],
    );
  }

  private async insertCredential(
    tx: Tx,
    memberId: string,
    code: 'interview' | 'training',
    checkedBy: string,
  ) {
    await tx.sql(
      `INSERT INTO credential (community_id, id, member_id, credential_type_id, country, issued_on, checked_on, checked_by,
         outcome, valid_until, created_at) VALUES ($1, $2, $3, $4, 'IT', $5, $5, $6, 'passed', $7, $8)`,
      [
        this.id,
        newId(),
        memberId,
        this.facts.credentialTypes[code],
        this.day(-50),
        checkedBy,
        this.day(600),
        tx.now,
      ],
    );
  }
}
