import { UnitOfWork, type Actor, type Tx } from '#database';
import { commonError, InvalidInput, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { isPatronRule } from './closure.rules.js';
import { communityError } from './communities.errors.js';

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
}

export interface Municipality {
  readonly id: string;
  readonly name: string;
  readonly istat: string | null;
  readonly postalCode: string | null;
  readonly population: number | null;
  /** 'MM-DD', or a rule such as '2nd Monday of September'. */
  readonly patronDay: string | null;
  /** Counts the changes of its zones too. */
  readonly version: number;
  readonly zones: readonly Zone[];
}

export type NewMunicipality = Pick<Municipality, 'name'> &
  Partial<Pick<Municipality, 'istat' | 'postalCode' | 'population' | 'patronDay'>>;

/** Minutes and kilometres by road, one way. The pair of a zone with itself is the travel inside it. */
export interface RoadMinutes {
  readonly fromZoneId: string;
  readonly toZoneId: string;
  readonly minutes: number;
  readonly kilometres: number;
}

/** An audit record names at most so many zones. */
const MOST_AUDITED = 200;

@Injectable()
export class MunicipalityService {
  constructor(private readonly uow: UnitOfWork) {}

  listMunicipalities(actor: Actor, page: PageRequest): Promise<Page<Municipality>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Municipality>(
        `${MUNICIPALITIES} AND ($2::uuid IS NULL OR m.id > $2) ORDER BY m.id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError name-taken; InvalidInput when the patron's day cannot be understood. */
  async createMunicipality(actor: Actor, input: NewMunicipality): Promise<Municipality> {
    if (input.patronDay && !isPatronRule(input.patronDay)) {
      throw new InvalidInput([
        { field: 'patronDay', message: "patronDay must be like '12-09' or '2nd Monday of September'" },
      ]);
    }
    return this.uow.run(actor, async (tx) => {
      const id = newId();
      await tx.sql(
        `INSERT INTO municipality (community_id, id, name, istat, postal_code, population, patron_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          tx.communityId,
          id,
          input.name,
          input.istat ?? null,
          input.postalCode ?? null,
          input.population ?? null,
          input.patronDay ?? null,
        ],
      );
      return municipalityOf(tx, id);
    });
  }

  /** @throws DomainError not-found, name-taken */
  addZone(actor: Actor, municipalityId: string, zone: Omit<Zone, 'id'>): Promise<Municipality> {
    return this.uow.run(actor, async (tx) => {
      await municipalityOf(tx, municipalityId);
      await tx.sql(
        'INSERT INTO zone (community_id, id, municipality_id, name, lat, lng) VALUES ($1, $2, $3, $4, $5, $6)',
        [tx.communityId, newId(), municipalityId, zone.name, zone.lat, zone.lng],
      );
      return municipalityOf(tx, municipalityId);
    });
  }

  /** The ways from a zone, by the zone they lead to. @throws DomainError unknown-zone */
  listRoadMinutes(actor: Actor, fromZoneId: string, page: PageRequest): Promise<Page<RoadMinutes>> {
    return this.uow.run(actor, async (tx) => {
      await requireZones(tx, [fromZoneId]);
      const rows = await tx.sql<Omit<RoadMinutes, 'toZoneId'> & { id: string }>(
        `SELECT to_zone_id AS id, from_zone_id AS "fromZoneId", minutes, kilometres::float8 AS kilometres
         FROM road_minutes
         WHERE community_id = $1 AND from_zone_id = $2 AND ($3::uuid IS NULL OR to_zone_id > $3)
         ORDER BY to_zone_id LIMIT $4`,
        [tx.communityId, fromZoneId, page.after ?? null, page.limit + 1],
      );
      const { items, nextCursor } = toPage(rows, page.limit);
      return { items: items.map(({ id, ...way }) => ({ ...way, toZoneId: id })), nextCursor };
    });
  }

  /**
   * Sets the given pairs and leaves the others; each way is a pair of its own. Matching runs again.
   * @throws DomainError unknown-zone; InvalidInput when a pair is named twice.
   */
  async putRoadMinutes(actor: Actor, pairs: readonly RoadMinutes[]): Promise<{ readonly written: number }> {
    const keys = new Set(pairs.map(({ fromZoneId, toZoneId }) => `${fromZoneId} ${toZoneId}`));
    if (keys.size < pairs.length) {
      throw new InvalidInput([{ field: 'pairs', message: 'A pair of zones is named twice' }]);
    }
    return this.uow.run(actor, async (tx) => {
      await requireZones(
        tx,
        pairs.flatMap((pair) => [pair.fromZoneId, pair.toZoneId]),
      );
      await tx.sql(
        `INSERT INTO road_minutes (community_id, from_zone_id, to_zone_id, minutes, kilometres)
         SELECT $1, p.* FROM unnest($2::uuid[], $3::uuid[], $4::integer[], $5::numeric[]) AS p
         ON CONFLICT (community_id, from_zone_id, to_zone_id)
         DO UPDATE SET minutes = excluded.minutes, kilometres = excluded.kilometres`,
        [
          tx.communityId,
          pairs.map((pair) => pair.fromZoneId),
          pairs.map((pair) => pair.toZoneId),
          pairs.map((pair) => pair.minutes),
          pairs.map((pair) => pair.kilometres),
        ],
      );
      await tx.announce('matching.asked', { subjectId: tx.communityId });
      await tx.audit({
        action: 'road-minutes.set',
        kind: 'zone',
        ids: [...new Set(pairs.map(({ fromZoneId }) => fromZoneId))].slice(0, MOST_AUDITED),
      });
      return { written: pairs.length };
    });
  }
}

const MUNICIPALITIES = `
  SELECT m.id, m.name, m.istat, m.postal_code AS "postalCode", m.population, m.patron_day AS "patronDay", m.version,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', z.id, 'name', z.name, 'lat', z.lat, 'lng', z.lng) ORDER BY z.name)
      FROM zone z WHERE z.community_id = m.community_id AND z.municipality_id = m.id), '[]') AS zones
  FROM municipality m WHERE m.community_id = $1`;

/** @throws DomainError not-found */
export async function municipalityOf(tx: Tx, id: string): Promise<Municipality> {
  const [row] = await tx.sql<Municipality>(`${MUNICIPALITIES} AND m.id = $2`, [tx.communityId, id]);
  if (!row) throw commonError('not-found');
  return row;
}

/** @throws DomainError unknown-zone unless every zone is the community's. */
export async function requireZones(tx: Tx, zoneIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(zoneIds)];
  const [row] = await tx.sql<{ known: number }>(
    'SELECT count(*)::int AS known FROM zone WHERE community_id = $1 AND id = ANY ($2::uuid[])',
    [tx.communityId, wanted],
  );
  if (row!.known < wanted.length) throw communityError('unknown-zone');
}

/** @throws DomainError unknown-municipality unless every municipality is the community's. */
export async function requireMunicipalities(tx: Tx, municipalityIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(municipalityIds)];
  const [row] = await tx.sql<{ known: number }>(
    'SELECT count(*)::int AS known FROM municipality WHERE community_id = $1 AND id = ANY ($2::uuid[])',
    [tx.communityId, wanted],
  );
  if (row!.known < wanted.length) throw communityError('unknown-municipality');
}
