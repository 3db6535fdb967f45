import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { IdentityCodec, relationToMember } from '#members';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { writePdf } from '../paper/pdf.js';
import { SECTIONS, type Section } from './personal-data.sections.js';

/** Rows of one table in an answer; who has more is served by the operator. */
const MOST_ROWS = 5_000;

/** Everything kept about a person, table by table, sealed values opened. */
export interface PersonalData {
  readonly about: string;
  readonly community: string;
  readonly at: Date;
  readonly sections: readonly { readonly name: string; readonly rows: readonly Record<string, unknown>[] }[];
}

/** Access and portability: what is kept about a person, for themselves or for an administrator who hands it to them. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Recorded. @throws DomainError not-found */
  read(actor: MemberActor, memberId: string): Promise<PersonalData> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      if (relation !== 'self' && !(relation === 'coordinator' && actor.roles.includes('administrator')))
        throw commonError('not-found');
      const homes = await tx.sql<{ id: string }>(
        'SELECT household_id AS id FROM household_member WHERE community_id = $1 AND member_id = $2 AND guardian AND NOT limited',
        [tx.communityId, memberId],
      );
      const ids = homes.map(({ id }) => id);
      const sections = [];
      const shown = SECTIONS.filter(({ selfAlone }) => !selfAlone || relation === 'self');
      for (const section of shown) sections.push(await this.rowsOf(tx, section, memberId, ids));
      await tx.audit({ action: 'personal-data.export', kind: 'member', ids: [memberId, ...ids] });
      const { name } = await communityOf(tx);
      return { about: memberId, community: name, at: tx.now, sections };
    });
  }

  /** The same on paper. @throws DomainError not-found */
  async pdf(actor: MemberActor, memberId: string): Promise<Buffer> {
    const data = await this.read(actor, memberId);
    return writePdf({
      title: data.community,
      parts: [
        { text: `${data.about}\n${data.at.toISOString()}` },
        ...data.sections
          .filter(({ rows }) => rows.length > 0)
          .flatMap(({ name, rows }) => [
            { heading: name.replaceAll('_', ' ') },
            ...rows.map((row) => ({ text: `${linesOf(row)}\n ` })),
          ]),
      ],
    });
  }

  private async rowsOf(tx: Tx, section: Section, memberId: string, households: readonly string[]) {
    const { table, name = table, where, key = 'id', without = [], ofPerson } = section;
    const whose = ofPerson
      ? 't.person_id = (SELECT m.person_id FROM member m WHERE m.community_id = $1 AND m.id = $2)'
      : 't.community_id = $1';
    const rows = await tx.sql<Record<string, unknown>>(
      `SELECT t.* FROM ${table} t WHERE ${whose} AND $2::uuid IS NOT NULL AND $3::uuid[] IS NOT NULL
         AND (${where}) LIMIT ${MOST_ROWS}`,
      [tx.communityId, memberId, households],
    );
    const opened = rows.map((row) => {
      const shown = Object.entries(row).flatMap(([column, value]) => {
        if (column === 'community_id' || without.includes(column) || value === null) return [];
        if (!Buffer.isBuffer(value)) return [[column, value] as const];
        // Keyed hashes say nothing to anybody; an emptied value has nothing left to say.
        if (!column.endsWith('_sealed') || value.length === 0) return [];
        const bare = column.replace(/_sealed$/, '');
        return [
          [bare, this.codec.open(tx.communityId, `${table}.${bare}`, String(row[key]), value)] as const,
        ];
      });
      return Object.fromEntries(shown);
    });
    return { name, rows: opened };
  }
}

function linesOf(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${plain(value)}`)
    .join('\n');
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
