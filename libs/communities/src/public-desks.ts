import type { UnitOfWork } from '#database';

/** Whom to call, as it is printed on the door: for pages that know no community yet. */
export interface PublicDesk {
  readonly name: string;
  readonly phone: string;
}

/** More communities than this on one installation do not fit under a page. */
const MOST_DESKS = 12;

export function listPublicDesks(uow: UnitOfWork): Promise<PublicDesk[]> {
  return uow.single<PublicDesk>(
    'SELECT name, phone FROM public_desk ORDER BY name, community LIMIT $1',
    () => [MOST_DESKS],
  );
}
