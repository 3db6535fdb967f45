import { UnitOfWork, type Actor, type Tx } from '#database';
import {
  commonError,
  daysBetween,
  InvalidInput,
  localDay,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { patronDayIn } from './closure.rules.js';
import { communityOf } from './community.js';
import { publicHolidays } from './holidays.js';
import { requireMunicipalities } from './municipality.service.js';

export const CLOSURE_KINDS = ['holiday', 'patron', 'school'] as const;
export const MOST_CLOSURE_DAYS = 200;

export interface Closure {
  readonly id: string;
  /** null: the whole community. */
  readonly municipalityId: string | null;
  readonly kind: (typeof CLOSURE_KINDS)[number];
  readonly firstDay: LocalDay;
  /** Included. */
  readonly lastDay: LocalDay;
  readonly name: string;
}

export type NewClosure = Omit<Closure, 'id' | 'municipalityId'> & { readonly municipalityId?: string };

@Injectable()
export class ClosureService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Closures that touch the days from `from` to `to` (each open when missing). */
  listClosures(
    actor: Actor,
    page: PageRequest,
    days: { readonly from?: LocalDay; readonly to?: LocalDay },
  ): Promise<Page<Closure>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Closure>(
        `SELECT id, municipality_id AS "municipalityId", kind, first_day AS "firstDay", last_day AS "lastDay", name
         FROM closure WHERE community_id = $1 AND ($2::uuid IS NULL OR id > $2)
           AND ($4::date IS NULL OR last_day >= $4) AND ($5::date IS NULL OR first_day <= $5)
         ORDER BY id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, days.from ?? null, days.to ?? null],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError unknown-municipality; InvalidInput when the days are in the wrong order or too many. */
  async createClosure(actor: Actor, input: NewClosure): Promise<Closure> {
    const length = daysBetween(input.firstDay, input.lastDay);
    if (length < 0 || length > MOST_CLOSURE_DAYS) {
      throw new InvalidInput([
        {
          field: 'lastDay',
          message: `lastDay must be firstDay or later, by at most ${MOST_CLOSURE_DAYS} days`,
        },
      ]);
    }
    return this.uow.run(actor, async (tx) => {
      if (input.municipalityId) await requireMunicipalities(tx, [input.municipalityId]);
      const closure: Closure = { ...input, id: newId(), municipalityId: input.municipalityId ?? null };
      await insertNewClosures(tx, [closure]);
      await closuresChanged(tx);
      return closure;
    });
  }

  /** @throws DomainError not-found */
  deleteClosure(actor: Actor, id: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const gone = await tx.sql('DELETE FROM closure WHERE community_id = $1 AND id = $2 RETURNING id', [
        tx.communityId,
        id,
      ]);
      if (gone.length === 0) throw commonError('not-found');
      await closuresChanged(tx);
    });
  }

  /**
   * Enters the public holidays of the country and the patrons' days of the municipalities; once, however often
   * asked.
   */
  async importHolidays(actor: Actor, year: number): Promise<{ readonly added: number }> {
    const { country, timeZone } = await this.uow.run(actor, communityOf);
    const holidays = await publicHolidays(country, year);
    return this.uow.run(actor, async (tx) => {
      const thisYear = Number(localDay(timeZone, tx.now).slice(0, 4));
      if (year < thisYear - 1 || year > thisYear + 5) {
        throw new InvalidInput([
          { field: 'year', message: `year must be from ${thisYear - 1} to ${thisYear + 5}` },
        ]);
      }
      const patrons = await tx.sql<{ id: string; name: string; patronDay: string }>(
        `SELECT id, name, patron_day AS "patronDay" FROM municipality
         WHERE community_id = $1 AND patron_day IS NOT NULL LIMIT 1000`,
        [tx.communityId],
      );
      const closures = [
        ...holidays.map(({ day, name }) => oneDay('holiday', null, day, name)),
        ...patrons.flatMap(({ id, name, patronDay }) => {
          const day = patronDayIn(year, patronDay);
          return day ? [oneDay('patron', id, day, name)] : [];
        }),
      ];
      const added = await insertNewClosures(tx, closures);
      if (added > 0) await closuresChanged(tx);
      return { added };
    });
  }
}

/** Coming visits on days that are closed now are cancelled, those on days that are open again are offered. */
function closuresChanged(tx: Tx): Promise<void> {
  return tx.announce('closure.changed', { subjectId: tx.communityId });
}

function oneDay(kind: Closure['kind'], municipalityId: string | null, day: LocalDay, name: string): Closure {
  return { id: newId(), municipalityId, kind, firstDay: day, lastDay: day, name };
}

/** Inserts the closures that are not there yet (same kind, place and days); returns how many. */
async function insertNewClosures(tx: Tx, closures: readonly Closure[]): Promise<number> {
  const rows = await tx.sql(
    `INSERT INTO closure (community_id, id, municipality_id, kind, first_day, last_day, name)
     SELECT $1, n.* FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[], $7::text[])
       AS n (id, municipality_id, kind, first_day, last_day, name)
     WHERE NOT EXISTS (SELECT FROM closure c WHERE c.community_id = $1 AND c.kind = n.kind AND c.first_day = n.first_day
       AND c.last_day = n.last_day AND c.municipality_id IS NOT DISTINCT FROM n.municipality_id)
     RETURNING id`,
    [
      tx.communityId,
      closures.map((closure) => closure.id),
      closures.map((closure) => closure.municipalityId),
      closures.map((closure) => closure.kind),
      closures.map((closure) => closure.firstDay),
      closures.map((closure) => closure.lastDay),
      closures.map((closure) => closure.name),
    ],
  );
  return rows.length;
}
