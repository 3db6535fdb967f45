import { openUnitOfWork, systemActor, type UnitOfWork } from '#database';
import { giveFirstKey, IdentityCodec, MemberService, normaliseEmail, normalisePhone } from '#members';
import { createLogger, DomainError, isTimeZone, newId, readConfig } from '#platform';
import { parseArgs, type ParseArgsConfig } from 'node:util';

const OPTIONS = {
  name: { type: 'string' },
  kind: { type: 'string', default: 'district' },
  'time-zone': { type: 'string', default: 'Europe/Rome' },
  country: { type: 'string', default: 'IT' },
  languages: { type: 'string', default: 'it,en,ar' },
  'desk-phone': { type: 'string' },
  'desk-email': { type: 'string' },
  'admin-given-name': { type: 'string' },
  'admin-family-name': { type: 'string' },
  'admin-email': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

const KINDS = ['district', 'time-bank', 'parish', 'school'];

const USAGE = `Usage: create-community --name "Distretto di Esempio" --desk-phone +390382000000 --desk-email aiuto@example.org
         --admin-given-name Ada --admin-family-name Esempio --admin-email ada@example.org
         [--kind ${KINDS.join('|')}] [--time-zone Europe/Rome] [--country IT] [--languages it,en,ar]`;

interface NewCommunity {
  readonly name: string;
  readonly kind: string;
  readonly timeZone: string;
  readonly country: string;
  readonly languages: readonly string[];
  readonly deskPhone: string;
  readonly deskEmail: string;
  readonly administrator: { readonly givenName: string; readonly familyName: string; readonly email: string };
}

/** `create-community`: a new community with its first administrator, who then signs in by mail and sets up the rest. */
export async function runCreateCommunity(argv: string[]): Promise<number> {
  const wanted = readArguments(argv);
  if (typeof wanted === 'string') {
    process.stderr.write(`${wanted}\n${USAGE}\n`);
    return 2;
  }
  const config = readConfig(process.env);
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

/** @returns one sentence when something is missing or wrong */
function readArguments(argv: string[]): NewCommunity | string {
  let values: Readonly<Record<string, string | undefined>>;
  try {
    ({ values } = parseArgs({ args: argv, options: OPTIONS, strict: true }));
  } catch (error) {
    return (error as Error).message;
  }
  const missing = Object.keys(OPTIONS).find((name) => !values[name]);
  if (missing) return `--${missing} is missing.`;
  if (!KINDS.includes(values['kind']!)) return `--kind must be one of ${KINDS.join(', ')}.`;
  if (!isTimeZone(values['time-zone']!))
    return `--time-zone "${values['time-zone']}" is not known; write it like Europe/Rome.`;
  if (!/^[A-Z]{2}$/.test(values['country']!)) return '--country must be two capital letters, like IT.';
  return {
    name: values['name']!,
    kind: values['kind']!,
    timeZone: values['time-zone']!,
    country: values['country']!,
    languages: values['languages']!.split(',').map((language) => language.trim()),
    deskPhone: values['desk-phone']!,
    deskEmail: values['desk-email']!,
    administrator: {
      givenName: values['admin-given-name']!,
      familyName: values['admin-family-name']!,
      email: values['admin-email']!,
    },
  };
}

/** Addresses are checked before anything is written. @throws DomainError */
async function createCommunity(uow: UnitOfWork, codec: IdentityCodec, wanted: NewCommunity): Promise<string> {
  normaliseEmail(wanted.administrator.email);
  normaliseEmail(wanted.deskEmail);
  normalisePhone(wanted.deskPhone, wanted.country);
  const id = newId();
  const system = systemActor(id);
  await uow.run(system, async (tx) => {
    await tx.sql(
      `INSERT INTO community (id, name, kind, time_zone, country, default_language, languages, desk_phone, desk_email, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        wanted.name,
        wanted.kind,
        wanted.timeZone,
        wanted.country,
        wanted.languages[0],
        wanted.languages,
        wanted.deskPhone,
        wanted.deskEmail,
        tx.now,
      ],
    );
    await giveFirstKey(tx, codec);
  });
  const { id: memberId } = await new MemberService(uow, codec).createMember(system, {
    ...wanted.administrator,
    language: wanted.languages[0]!,
    roles: [],
  });
  await uow.run(system, (tx) =>
    tx.sql(
      `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'administrator', $3)`,
      [id, memberId, tx.now],
    ),
  );
  return id;
}
