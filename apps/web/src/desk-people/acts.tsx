import { lazy } from 'react';
import type { Schemas } from '../api/client.js';
import { useSession } from '../app/session.js';
import { Later } from '../ui/later.js';
import { t } from '../words/words.js';
import { FactorReset } from './factor-reset.js';
import { KeepApart } from './keep-apart.js';
import { OrganisationOf } from './organisation-of.js';
import { Refer } from './refer.js';
import { Rights } from './rights.js';
import { Roles } from './roles.js';
import { Standing } from './standing.js';

const ChoicesOf = lazy(async () => ({ default: (await import('./choices-of.js')).ChoicesOf }));

/** What the desk may do with a person's record. */
export function Acts({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { me } = useSession();
  return (
    <>
      <Roles key={person.id} person={person} />
      <OrganisationOf key={`organisation ${person.id}`} person={person} />
      <Refer person={person} />
      <KeepApart person={person} />
      <Standing person={person} />
      <FactorReset person={person} />
      {person.id === me.memberId || person.state === 'left' ? null : (
        <Later title={t('choicesOf.title')}>
          <ChoicesOf key={person.id} person={person} />
        </Later>
      )}
      <Rights person={person} />
    </>
  );
}
