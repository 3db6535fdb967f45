import { instantAt, localDay, type LocalDay } from '#platform';
import {
  CATEGORIES,
  COMMUNITY_ID,
  CREDENTIAL_TYPES,
  ORGANISATIONS,
  type CategoryCode,
} from './catalogue.data.js';
import { MUNICIPALITIES, TIME_ZONE, ZONES } from './pavia.data.js';
import { idAt, Prng } from './random.js';
import type { DistrictSizes } from './options.js';

const DAY_MS = 86_400_000;

/** Volunteers and time-bank members stand to each other as 60 to 44. */
const VOLUNTEER_SHARE = 60 / 104;

/**
 * What every generator needs: nothing in it grows with the sizes. People and requests are pure functions of the world
 * and a number, so that one can be met again without having been kept.
 */
export class World {
  readonly communityId = COMMUNITY_ID;
  /** The local day of the seeding. */
  readonly day: LocalDay;
  /** Its first instant: everything seeded was made before it, every planned visit starts on a later day. */
  readonly midnight: Date;
  readonly volunteers: number;

  constructor(
    readonly seed: number,
    now: Date,
    readonly sizes: DistrictSizes,
  ) {
    this.day = localDay(TIME_ZONE, now);
    this.midnight = instantAt(TIME_ZONE, this.day, 0);
    this.volunteers = Math.min(sizes.helpers - 1, Math.round(sizes.helpers * VOLUNTEER_SHARE));
  }

  random(kind: string, index: number): Prng {
    return new Prng(this.seed, this.day, kind, index);
  }

  /** The id of the index-th thing of a kind, made at `at`. */
  id(kind: string, index: number, at: Date = this.founded): string {
    return idAt(at, this.random(`id:${kind}`, index));
  }

  daysAgo(days: number): Date {
    return new Date(this.midnight.getTime() - days * DAY_MS);
  }

  get founded(): Date {
    return this.daysAgo(400);
  }

  readonly zoneId = memo((index) => this.id('zone', index), ZONES.length);
  readonly municipalityId = memo((index) => this.id('municipality', index), MUNICIPALITIES.length);
  readonly organisationId = memo((index) => this.id('organisation', index), ORGANISATIONS.length);
  readonly credentialTypeId = memo((index) => this.id('credential-type', index), CREDENTIAL_TYPES.length);
  private readonly categoryIdAt = memo((index) => this.id('category', index), CATEGORIES.length);

  categoryId(code: CategoryCode): string {
    return this.categoryIdAt(CATEGORIES.findIndex((category) => category.code === code));
  }

  credentialTypeIdOf(code: string): string {
    return this.credentialTypeId(CREDENTIAL_TYPES.findIndex((type) => type.code === code));
  }
}

/** Remembers the answers for the whole numbers below `size`. */
function memo(make: (index: number) => string, size: number): (index: number) => string {
  const known: (string | undefined)[] = Array.from({ length: size });
  return (index) => (known[index] ??= make(index));
}
