import { openUnitOfWork, systemActor } from '#database';
import { identitiesOf, IdentityCodec } from '#members';
import { createLogger, readSecretKey } from '#platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { runCreateCommunity } from '../../apps/cli/src/create-community-command.js';
import { testDatabase } from '../support/test-database.js';

const WANTED = {
  name: 'Distretto di Esempio',
  'desk-phone': '0382 000000',
  'desk-email': 'Aiuto@example.org',
  'admin-given-name': 'Ada',
  'admin-family-name': 'Esempio',
  'admin-email': 'ada@example.org',
};

describe('the create-community command', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let owner: Client;
  const said: string[] = [];
  const given = { ...process.env };

  beforeAll(async () => {
    database = await testDatabase();
    Object.assign(process.env, { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1' });
    owner = new Client({ connectionString: database.url });
    await owner.connect();
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    }
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    process.env = given;
    await owner?.end();
    await database?.drop();
  });

  const create = async (change: Record<string, string> = {}) => {
    said.length = 0;
    const argv = Object.entries({ ...WANTED, ...change }).flatMap(([name, value]) => [`--${name}`, value]);
    return { code: await runCreateCommunity(argv), text: said.join('') };
  };

  const communities = async () =>
    (
      await owner.query<{ id: string; phone: string }>(
        'SELECT id, desk_phone AS phone FROM community ORDER BY id DESC',
      )
    ).rows;

  it('makes a community with an administrator whose name opens with its key', async () => {
    const { code, text } = await create();
    expect(text).toMatch(
      /^Created Distretto di Esempio \([0-9a-f-]{36}\)\. Ada can sign in at http.+\/login\.\n$/,
    );
    expect(code).toBe(0);
    const [community] = await communities();
    expect(community!.phone).toBe('+390382000000');
    const { uow, close } = await openUnitOfWork(database.url, 'look', createLogger('look', 'silent'));
    const codec = new IdentityCodec(readSecretKey({}));
    const administrators = await uow.run(systemActor(community!.id), async (tx) => {
      const rows = await tx.sql<{ id: string }>(
        `SELECT member_id AS id FROM member_role WHERE community_id = $1 AND role = 'administrator'`,
        [tx.communityId],
      );
      return [
        ...(
          await identitiesOf(
            tx,
            codec,
            rows.map(({ id }) => id),
          )
        ).values(),
      ];
    });
    await close();
    expect(administrators).toMatchObject([
      { givenName: 'Ada', familyName: 'Esempio', email: 'ada@example.org' },
    ]);
  });

  it.each([
    ['desk-phone', '12'],
    ['desk-email', 'no address'],
    ['admin-email', 'ada@'],
  ])('creates nothing for a --%s of "%s", and says why', async (name, value) => {
    const before = await communities();
    expect(await create({ [name]: value })).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^Nothing was created: (phone|email) must be .+\.\n$/),
    });
    expect(await communities()).toEqual(before);
  });

  it.each([
    ['name', ' '],
    ['name', 'x'.repeat(201)],
    ['admin-given-name', 'A\nda'],
    ['admin-family-name', 'x'.repeat(81)],
    ['languages', 'it,Italian'],
    ['languages', 'it,it'],
    ['kind', 'city'],
    ['time-zone', 'Europe/Pavia'],
    ['country', 'it'],
  ])('refuses a --%s of %j in a sentence before it looks at the database', async (name, value) => {
    const before = await communities();
    const { code, text } = await create({ [name]: value });
    expect(code).toBe(2);
    expect(text).toMatch(new RegExp(`^--${name} .+\\.\nUsage: create-community `));
    expect(await communities()).toEqual(before);
  });

  it('leaves no community behind whose administrator could not be made', async () => {
    const before = await communities();
    await owner.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`,
    );
    await owner.query(
      'CREATE TRIGGER refuse BEFORE INSERT ON member_role FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
    await expect(create()).rejects.toThrow();
    expect(await communities()).toEqual(before);
    await owner.query('DROP FUNCTION refuse CASCADE');
  });
});
