import type pg from 'pg';

/** Tables in the order in which their rows must be there for each other (foreign keys are looked at by statement). */
const TABLES = [
  'community', 'community_key', 'community_policy', 'person', 'organisation', 'municipality', 'zone', 'road_minutes', 'credential_type', 'category',
  'category_requirement', 'closure', 'member', 'member_identity', 'member_role', 'member_block', 'account', 'transfer',
  'entry', 'household', 'household_member', 'dependant', 'credential', 'helper_profile', 'offer', 'weekly_hours',
  'availability_exception', 'collection_authorisation', 'request', 'request_dependant', 'visit', 'transition',
  'matching_run', 'proposal', 'proposal_visit', 'assignment', 'seat', 'time_entry',
] as const; // prettier-ignore

export type Table = (typeof TABLES)[number];
export type Value =
  string | number | boolean | null | Date | Buffer | readonly (string | number)[] | JsonObject;
interface JsonObject {
  readonly [key: string]: string | number | boolean | null | JsonObject | readonly JsonObject[];
}

/** One row to write; columns are named as the table names them, `community_id` is added by the writer. */
export interface Row {
  readonly table: Table;
  readonly values: Readonly<Record<string, Value>>;
}

export function row(table: Table, values: Readonly<Record<string, Value>>): Row {
  return { table, values };
}

const BATCH_ROWS = 1_000;
const TENANTLESS: readonly Table[] = ['community', 'person'];

/** Writes generated rows in batches of at most 1,000, parents before children; holds no more than a batch a table. */
export class BulkWriter {
  private readonly waiting = new Map<Table, string[]>();
  private readonly columns = new Map<Table, string>();
  private readonly written = new Map<Table, number>();

  constructor(
    private readonly client: pg.Client,
    private readonly communityId: string,
  ) {}

  /** Rows of one table must all name the same columns. */
  async write(rows: Iterable<Row>, onBatch?: () => void): Promise<void> {
    for (const { table, values } of rows) {
      const batch = this.batchOf(table, values);
      batch.push(JSON.stringify(asJson(values)));
      if (batch.length === BATCH_ROWS) {
        await this.flush();
        onBatch?.();
      }
    }
    await this.flush();
  }

  count(table: Table): number {
    return this.written.get(table) ?? 0;
  }

  private batchOf(table: Table, values: Row['values']): string[] {
    let batch = this.waiting.get(table);
    if (!batch) {
      batch = [];
      this.waiting.set(table, batch);
      this.columns.set(table, Object.keys(values).join(', '));
    }
    return batch;
  }

  private async flush(): Promise<void> {
    for (const table of TABLES) {
      const batch = this.waiting.get(table);
      if (!batch || batch.length === 0) continue;
      const columns = this.columns.get(table)!;
      const tenant = TENANTLESS.includes(table) ? ['', ''] : ['community_id, ', '$2::uuid, '];
      const parameters = [`[${batch.join(',')}]`, ...(TENANTLESS.includes(table) ? [] : [this.communityId])];
      await this.client.query(
        `INSERT INTO ${table} (${tenant[0]}${columns})
         SELECT ${tenant[1]}${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
        parameters,
      );
      this.written.set(table, this.count(table) + batch.length);
      batch.length = 0;
    }
  }
}

/** Bytes as PostgreSQL reads them; everything else JSON can write. */
function asJson(values: Row['values']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [
      column,
      Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value,
    ]),
  );
}
