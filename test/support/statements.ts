import pg from 'pg';

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

const heard = new Set<string[]>();
const prototype = pg.Client.prototype as unknown as { query: Query };
const plain = prototype.query;

// Once, when this file is loaded: a client may keep the method it was made with.
prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const text = typeof given[0] === 'string' ? given[0] : (given[0] as { text?: string } | undefined)?.text;
  if (text !== undefined) for (const list of heard) list.push(text);
  return plain.apply(this, given);
};

/** The statements that this process sends to PostgreSQL while it does the work, in their order, without their values. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const list: string[] = [];
  heard.add(list);
  try {
    await work();
  } finally {
    heard.delete(list);
  }
  return list;
}
