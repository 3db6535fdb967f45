import { openUnitOfWork, systemActor, type Tx, type UnitOfWork } from '#database';
import { enterMember, giveFirstKey, IdentityCodec, normaliseEmail, normalisePhone } from '#members';
import { createLogger, DomainError, newId, readConfig } from '#platform';
import { environment } from './environment.js';
import { readArguments, USAGE, type NewCommunity } from './create-community.rules.js';

/** `create-community`: a new community with its first administrator, who then signs in by mail and sets up the rest. */
export async function runCreateCommunity(argv: string[]): Promise<number> {
  const wanted = readArguments(argv);
  if (typeof wanted === 'string') {
    process.stderr.write(`${wanted}\n${USAGE}\n`);
    return 2;
  }
  const config = readConfig(environment());
  const { uow, close } = await openUnitOfWork(
    config.databaseUrl,
    'intreccio-create-community',
    createLogger('create-community', 'warn'),
  );
  try {
    const id = await createCommunity(uow, new IdentityCodec(config.secretKey), wanted);
    process.stdout.write(
      `Created ${wanted.name} (${id}). ${wanted.administrator.givenName} can sign in at ${config.publicUrl}/login.\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`Nothing was created: ${error.detail ?? error.title}.\n`);
    return 1;
  } finally {
    await close();
  }
}

/**
 * The community, its key and its administrator come in one transaction: nobody could sign in to a half of them.
 * @throws DomainError for an address that is none
 */
async function createCommunity(uow: UnitOfWork, codec: IdentityCodec, wanted: NewCommunity): Promise<string> {
  const id = newId();
  await uow.run(systemActor(id), async (tx) => {
    await insertCommunity(tx, wanted);
    await giveFirstKey(tx, codec);
    const memberId = await enterMember(tx, codec, {
      ...wanted.administrator,
      language: wanted.languages[0]!,
      roles: [],
    });
    await tx.sql(
      `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'administrator', $3)`,
      [id, memberId, tx.now],
    );
    await tx.audit({ action: 'member.create', kind: 'member', ids: [memberId] });
  });
  return id;
}

async function insertCommunity(tx: Tx, wanted: NewCommunity): Promise<void> {
  await tx.sql(
    `INSERT INTO community (id, name, kind, time_zone, country, default_language, languages, desk_phone, desk_email, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.communityId,
      wanted.name,
      wanted.kind,
      wanted.timeZone,
      wanted.country,
      wanted.languages[0],
      wanted.languages,
      normalisePhone(wanted.deskPhone, wanted.country),
      normaliseEmail(wanted.deskEmail),
      tx.now,
    ],
  );
}
