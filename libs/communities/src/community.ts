import { commonError, InvalidInput, localDay, shownPhone, type LocalDay } from '#platform';
import type { Tx } from '#database';
import { communityError } from './communities.errors.js';
import { defaultPolicies, type Policies, type PolicyKey } from './policies.js';

export interface Community {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly timeZone: string;
  readonly country: string;
  readonly defaultLanguage: string;
  readonly languages: readonly string[];
  readonly deskPhone: string;
  readonly deskEmail: string;
  readonly version: number;
}

/** The community of the running transaction. */
export async function communityOf(tx: Tx): Promise<Community> {
  const [row] = await tx.sql<Community>(
    `SELECT id, name, kind, time_zone AS "timeZone", country, default_language AS "defaultLanguage", languages,
       desk_phone AS "deskPhone", desk_email AS "deskEmail", version FROM community WHERE id = $1`,
    [tx.communityId],
  );
  if (!row) throw commonError('not-found');
  return { ...row, deskPhone: shownPhone(row.deskPhone, row.country) };
}

/** @throws InvalidInput for a language the community does not speak */
export function requireLanguage(community: Community, language: string): void {
  if (!community.languages.includes(language)) {
    throw new InvalidInput([
      { field: 'language', message: `language must be one of ${community.languages.join(', ')}` },
    ]);
  }
}

/** The community's local day of this transaction. */
export async function todayOf(tx: Tx): Promise<LocalDay> {
  return localDay((await communityOf(tx)).timeZone, tx.now);
}

/** The policies in force on a local day: for each key the latest value dated on or before it, else the default. */
export async function policiesOn(tx: Tx, day: LocalDay): Promise<Policies> {
  const rows = await tx.sql<{ key: PolicyKey; value: number | boolean }>(
    `SELECT DISTINCT ON (key) key, value FROM community_policy
     WHERE community_id = $1 AND valid_from <= $2 ORDER BY key, valid_from DESC`,
    [tx.communityId, day],
  );
  return { ...defaultPolicies(), ...Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
}

const read = new WeakMap<Tx, Promise<Policies>>();

/** The policies in force on the local day of this transaction, read once in it. */
export function policiesToday(tx: Tx): Promise<Policies> {
  const known = read.get(tx);
  if (known) return known;
  const policies = todayOf(tx).then((today) => policiesOn(tx, today));
  read.set(tx, policies);
  return policies;
}

/** @throws DomainError no-timebank where help is a gift alone */
export async function requireTimebank(tx: Tx): Promise<void> {
  if (!(await policiesToday(tx)).timebank) throw communityError('no-timebank');
}
