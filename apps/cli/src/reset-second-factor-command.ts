import { openUnitOfWork, systemActor, type UnitOfWork } from '#database';
import { FactorService, IdentityCodec, normaliseEmail } from '#members';
import { createLogger, readConfig } from '#platform';
import { parseArgs } from 'node:util';
import { environment } from './environment.js';

const USAGE = 'Usage: reset-second-factor --email ada@example.org --reason "Phone lost, called back"';

/**
 * `reset-second-factor`: for the only administrator, whom nobody else can help. Recorded and told by mail as if an
 * administrator had done it; the next sign-in by mail sets up a new one.
 */
export async function runResetSecondFactor(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { email: { type: 'string' }, reason: { type: 'string' } },
    strict: true,
  });
  const { email, reason } = values;
  if (!email || !reason) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const config = readConfig(environment());
  const logger = createLogger('reset-second-factor', 'warn');
  const { uow, close } = await openUnitOfWork(config.databaseUrl, 'intreccio-reset-second-factor', logger);
  try {
    const found = await resetSecondFactor(uow, new IdentityCodec(config.secretKey), email, reason);
    process.stdout.write(
      found ? 'Done: they sign in by mail and set up a new one.\n' : 'Nobody signs in with this address.\n',
    );
    return found ? 0 : 1;
  } finally {
    await close();
  }
}

/** @returns whether somebody signs in with this address */
export async function resetSecondFactor(
  uow: UnitOfWork,
  codec: IdentityCodec,
  email: string,
  reason: string,
): Promise<boolean> {
  const [person] = await uow.tenantless('sign-in', (sql) =>
    sql<{ id: string }>('SELECT id FROM person WHERE email_index = $1', [
      codec.index('person', normaliseEmail(email)),
    ]),
  );
  if (!person) return false;
  const [member] = await uow.ofPerson(person.id, (sql) =>
    sql<{ id: string; communityId: string }>(
      `SELECT id, community_id AS "communityId" FROM member WHERE person_id = $1 AND state = 'active' ORDER BY created_at, id LIMIT 1`,
      [person.id],
    ),
  );
  if (!member) return false;
  await new FactorService(uow, codec).reset(systemActor(member.communityId), member.id, reason);
  return true;
}
