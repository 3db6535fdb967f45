import pg from 'pg';

/** Something that happens at a statement instead of it, or right after it. */
export interface SqlFault {
  /** Pattern of the statement's text. */
  readonly at: string;
  /** The how manieth such statement it strikes; 1 is the first. */
  readonly nth?: number;
  /** How many statements it strikes from there on; 1 when not given. */
  readonly times?: number;
  readonly when?: 'before' | 'after';
  /** Only statements of connections with this name. */
  readonly connection?: string;
  /** `kill` ends the process as `kill -9` does; anything else is the SQLSTATE with which the server refuses. */
  readonly effect: string;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

interface Named {
  readonly connectionParameters?: { readonly application_name?: string };
}

/** A fault in its place. */
interface Planted {
  readonly fault: SqlFault;
  readonly pattern: RegExp;
  met: number;
  struck: number;
}

const planted = new Set<Planted>();
const prototype = pg.Client.prototype as unknown as { query: Query };
const plain = prototype.query;

// Once, when this file is loaded: a client may keep the method it was made with.
prototype.query = function (this: pg.Client, ...given: unknown[]) {
  for (const one of planted) {
    if (!isMeant(one, this, given[0])) continue;
    one.met += 1;
    const { nth = 1, times = 1, when = 'before', effect } = one.fault;
    if (one.met < nth || one.struck >= times) continue;
    one.struck += 1;
    if (effect !== 'kill') return plain.apply(this, [refusal(effect), ...given.filter(isCallback)]);
    if (when === 'before') die();
    return afterwards(plain.apply(this, given), die);
  }
  return plain.apply(this, given);
};

/**
 * Plants a fault under every PostgreSQL client of this process, those of other libraries too. A refusal is the server's
 * own: it aborts the transaction as the real one would.
 * @returns how to take it out again, which answers how often it struck
 */
export function plantSqlFault(fault: SqlFault): () => number {
  const one = { fault, pattern: new RegExp(fault.at), met: 0, struck: 0 };
  planted.add(one);
  return () => {
    planted.delete(one);
    return one.struck;
  };
}

function isMeant({ fault, pattern }: Planted, client: pg.Client, asked: unknown): boolean {
  const text = typeof asked === 'string' ? asked : (asked as { text?: unknown } | undefined)?.text;
  if (typeof text !== 'string' || !pattern.test(text)) return false;
  const name = (client as unknown as Named).connectionParameters?.application_name;
  return fault.connection === undefined || name === fault.connection;
}

function refusal(sqlState: string): string {
  return `DO $$ BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '${sqlState}'; END $$`;
}

const isCallback = (given: unknown) => typeof given === 'function';

async function afterwards(running: unknown, then: () => void): Promise<unknown> {
  const answer = await (running as Promise<unknown>);
  then();
  return answer;
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
