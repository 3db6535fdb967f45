import { newId } from '#platform';
import type { QueryRunner } from 'typeorm';

/** Plain rows whatever the command: TypeORM's unstructured answer to UPDATE and DELETE is a pair of rows and count. */
export async function rowsOf<Row>(
  runner: QueryRunner,
  text: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  const result = await runner.query(text, parameters as unknown[], true);
  return (result.records ?? []) as Row[];
}

const PAGE_ROWS = 5_000;

/** Reads through a cursor of the transaction, planned like the whole query: all of it will be read. */
export async function* pagesOf<Row>(
  runner: QueryRunner,
  text: string,
  parameters?: readonly unknown[],
): AsyncGenerator<Row[]> {
  const cursor = `pages_${newId().replaceAll('-', '')}`;
  await runner.query('SET LOCAL cursor_tuple_fraction = 1');
  await runner.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, parameters as unknown[]);
  for (;;) {
    const page = await rowsOf<Row>(runner, `FETCH FORWARD ${PAGE_ROWS} FROM ${cursor}`);
    if (page.length > 0) yield page;
    if (page.length < PAGE_ROWS) break;
  }
  await runner.query(`CLOSE ${cursor}`);
}
