import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor } from '#database';
import { IdentityCodec, relationToMember } from '#members';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { writePdf } from '../paper/pdf.js';
import { paperOf } from './personal-data.paper.js';
import { PAGE_KEY, readPage, type After, type AskedFor, type StoredRow } from './personal-data.pages.js';
import { SECTIONS, type Section } from './personal-data.sections.js';

/** Rows of one table on paper; the file has all of them, and the paper says so. */
const MOST_ON_PAPER = 1_000;

const OURS = ['community_id', PAGE_KEY];

/** Everything kept about a person, table by table, sealed values opened. */
export interface PersonalData {
  readonly about: string;
  readonly community: string;
  readonly at: Date;
  readonly sections: readonly PersonalDataSection[];
}

export interface PersonalDataSection {
  readonly name: string;
  readonly rows: readonly OpenedRow[];
  /** How many there are, whether they are all here or not. */
  readonly total: number;
}

type OpenedRow = Readonly<Record<string, unknown>>;

interface Export {
  readonly actor: MemberActor;
  readonly head: Omit<PersonalData, 'sections'>;
  readonly askedFor: AskedFor;
  readonly sections: readonly Section[];
}

/** Access and portability: what is kept about a person, for themselves or for an administrator who hands it to them. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** As JSON, page after page as it is taken: complete, however long it is. Recorded. @throws DomainError not-found */
  async stream(actor: MemberActor, memberId: string): Promise<Readable> {
    return Readable.from(this.json(await this.open(actor, memberId)), { objectMode: false });
  }

  /** At most so many rows of each table, and how many there are. Recorded. @throws DomainError not-found */
  async read(actor: MemberActor, memberId: string, most = MOST_ON_PAPER): Promise<PersonalData> {
    const exported = await this.open(actor, memberId);
    const sections: PersonalDataSection[] = [];
    for (const section of exported.sections) {
      const rows: OpenedRow[] = [];
      let total = 0;
      for await (const page of this.pages(exported, section)) {
        rows.push(...page.slice(0, most - rows.length));
        total += page.length;
      }
      sections.push({ name: section.name ?? section.table, rows, total });
    }
    return { ...exported.head, sections };
  }

  /** The same on paper. @throws DomainError not-found */
  async pdf(actor: MemberActor, memberId: string): Promise<Buffer> {
    return writePdf(paperOf(await this.read(actor, memberId)));
  }

  private open(actor: MemberActor, memberId: string): Promise<Export> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      if (relation !== 'self' && !(relation === 'coordinator' && actor.roles.includes('administrator')))
        throw commonError('not-found');
      const homes = await tx.sql<{ id: string }>(
        'SELECT household_id AS id FROM household_member WHERE community_id = $1 AND member_id = $2 AND guardian AND NOT limited',
        [tx.communityId, memberId],
      );
      const households = homes.map(({ id }) => id);
      await tx.audit({ action: 'personal-data.export', kind: 'member', ids: [memberId, ...households] });
      const { name } = await communityOf(tx);
      return {
        actor,
        head: { about: memberId, community: name, at: tx.now },
        askedFor: { memberId, households },
        sections: SECTIONS.filter(({ selfAlone }) => !selfAlone || relation === 'self'),
      };
    });
  }

  /** Each page in a transaction of its own: whoever takes them slowly holds none open. */
  private async *pages({ actor, askedFor }: Export, section: Section): AsyncGenerator<OpenedRow[]> {
    for (let after: After = null, first = true; first || after; first = false) {
      const page = await this.uow.run(actor, async (tx) => {
        const { rows, next } = await readPage(tx, section, askedFor, after);
        return { rows: rows.map((row) => this.opened(tx.communityId, section, row)), next };
      });
      if (page.rows.length > 0) yield page.rows;
      after = page.next;
    }
  }

  private opened(communityId: string, section: Section, row: StoredRow): OpenedRow {
    const { table, key = 'id', without = [] } = section;
    const shown = Object.entries(row).flatMap(([column, value]) => {
      if (OURS.includes(column) || without.includes(column) || value === null) return [];
      if (!Buffer.isBuffer(value)) return [[column, value] as const];
      // Keyed hashes say nothing to anybody; an emptied value has nothing left to say.
      if (!column.endsWith('_sealed') || value.length === 0) return [];
      const bare = column.replace(/_sealed$/, '');
      return [[bare, this.codec.open(communityId, `${table}.${bare}`, String(row[key]), value)] as const];
    });
    return Object.fromEntries(shown);
  }

  /** The text of a `PersonalData`, in pieces. */
  private async *json(exported: Export): AsyncGenerator<string> {
    yield `${JSON.stringify(exported.head).slice(0, -1)},"sections":[`;
    for (const [at, section] of exported.sections.entries()) {
      yield `${at > 0 ? ',' : ''}{"name":${JSON.stringify(section.name ?? section.table)},"rows":[`;
      let total = 0;
      for await (const page of this.pages(exported, section)) {
        yield `${total > 0 ? ',' : ''}${JSON.stringify(page).slice(1, -1)}`;
        total += page.length;
      }
      yield `],"total":${total}}`;
    }
    yield ']}';
  }
}
