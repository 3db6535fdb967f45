import pg from 'pg';
import { openDatabase } from './open-database.js';
import { readAcross } from './read-across.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** A promise that the stored data must keep in every community; `broken` counts what breaks it. */
interface Invariant {
  readonly what: string;
  /** One row with `broken`; the community is set for the session. */
  readonly sql: string;
}

const INVARIANTS: readonly Invariant[] = [
  {
    what: 'the ledger sums to zero',
    sql: 'SELECT abs(coalesce(sum(balance_minutes), 0))::int AS broken FROM account WHERE community_id = $1',
  },
  {
    what: 'every balance is the sum of its entries',
    sql: `SELECT count(*)::int AS broken FROM account a WHERE a.community_id = $1 AND a.balance_minutes <>
      (SELECT coalesce(sum(e.minutes), 0) FROM entry e WHERE e.community_id = a.community_id AND e.account_id = a.id)`,
  },
  {
    what: 'every transfer sums to zero',
    sql: `SELECT count(*)::int AS broken FROM (SELECT transfer_id FROM entry WHERE community_id = $1
      GROUP BY transfer_id HAVING sum(minutes) <> 0 OR count(*) < 2) t`,
  },
  {
    what: 'held minutes are those of the live holds',
    sql: `SELECT count(*)::int AS broken FROM account a WHERE a.community_id = $1 AND a.held_minutes <>
      (SELECT coalesce(sum(h.minutes), 0) FROM hold h WHERE h.community_id = a.community_id AND h.account_id = a.id AND h.state = 'held')`,
  },
  {
    what: 'every live hold is of a seat that takes place',
    sql: `SELECT count(*)::int AS broken FROM hold h JOIN seat s ON s.community_id = h.community_id AND s.id = h.seat_id
      WHERE h.community_id = $1 AND h.state = 'held' AND NOT s.active`,
  },
  {
    what: 'no visit has more helpers than it needs',
    sql: `SELECT count(*)::int AS broken FROM (SELECT v.id FROM visit v JOIN seat s ON s.community_id = v.community_id
      AND s.visit_id = v.id AND s.active WHERE v.community_id = $1 GROUP BY v.id, v.seats_needed HAVING count(*) > v.seats_needed) t`,
  },
  {
    what: 'the audit chain is unbroken',
    sql: 'SELECT coalesce(verify_audit(), 0)::int AS broken, $1::uuid IS NULL AS unused',
  },
];

/** `verify`: looks at every promise the stored data must keep; exit code 1 when one is broken. @throws BackupError when the account may not see every row */
export async function runVerify(): Promise<number> {
  const database = await openDatabase(process.env, say, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const communities = await readAcross<Community>(client, 'SELECT id, name FROM community ORDER BY id');
    let faults = 0;
    for (const community of communities) faults += await verifyCommunity(client, community);
    say(
      faults === 0
        ? `${communities.length} communities, every promise kept.`
        : `${faults} promises are broken: restore a backup, or ask for help.`,
    );
    return faults === 0 ? 0 : 1;
  } finally {
    await client.end();
    await database.close();
  }
}

interface Community {
  readonly id: string;
  readonly name: string;
}

async function verifyCommunity(client: pg.Client, community: Community): Promise<number> {
  await client.query(`SELECT set_config('app.community', $1, false)`, [community.id]);
  let faults = 0;
  for (const { what, sql } of INVARIANTS) {
    const { rows } = await client.query<{ broken: number }>(sql, [community.id]);
    if (rows[0]!.broken === 0) continue;
    faults += 1;
    say(`${community.name}: NOT ${what} (${rows[0]!.broken}).`);
  }
  return faults;
}
