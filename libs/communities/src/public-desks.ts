import type { Tx, UnitOfWork } from '#database';
import { shownPhone } from '#platform';

/** Whom to call, as it is printed on the door: for pages that know no community yet. */
export interface PublicDesk {
  readonly name: string;
  readonly phone: string;
}

/** More communities than this on one installation do not fit under a page. */
const MOST_DESKS = 12;
const MOST_COUNTRIES = 50;

export async function listPublicDesks(uow: UnitOfWork): Promise<PublicDesk[]> {
  const desks = await uow.single<PublicDesk & { readonly country: string }>(
    'SELECT name, phone, country FROM public_desk ORDER BY name, community LIMIT $1',
    () => [MOST_DESKS],
  );
  return desks.map(({ name, phone, country }) => ({ name, phone: shownPhone(phone, country) }));
}

/** The countries of the communities of this installation (ISO 3166), that of the oldest community first. */
export async function servedCountries(sql: Tx['sql']): Promise<string[]> {
  const rows = await sql<{ country: string }>(
    'SELECT country FROM public_desk GROUP BY country ORDER BY min(community::text) LIMIT $1',
    [MOST_COUNTRIES],
  );
  return rows.map(({ country }) => country);
}
