import { expect, test } from '@jest/globals';
import { Client } from 'pg';
import { testDatabase } from '../support/test-database.js';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

test('databases asked for at the same time share one template and nothing else', async () => {
  let filled = 0;
  const fill = async (url: string): Promise<void> => {
    filled += 1;
    await ask(url, 'CREATE TABLE seen AS SELECT 7 AS number');
  };
  const databases = await Promise.all([1, 2, 3, 4].map(() => testDatabase(fill, 'sharing')));
  expect(filled).toBe(1);
  await ask(databases[0]!.url, 'UPDATE seen SET number = 8');
  expect(await ask(databases[0]!.url, 'SELECT number FROM seen')).toEqual({ number: 8 });
  expect(await ask(databases[1]!.url, 'SELECT number FROM seen')).toEqual({ number: 7 });
  await Promise.all(databases.map((database) => database.drop()));
});

test('a dropped database is gone, even with a session still open', async () => {
  const database = await testDatabase();
  const lingering = new Client({ connectionString: database.url });
  lingering.on('error', () => undefined);
  await lingering.connect();
  await database.drop();
  await expect(ask(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});
