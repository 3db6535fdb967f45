import type { Schemas } from '../api/client.js';
import { FactorReset } from './factor-reset.js';
import { KeepApart } from './keep-apart.js';
import { OrganisationOf } from './organisation-of.js';
import { Refer } from './refer.js';
import { Rights } from './rights.js';
import { Roles } from './roles.js';
import { Standing } from './standing.js';

/** What the desk may do with a person's record. */
export function Acts({ person }: { readonly person: Schemas['MemberDto'] }) {
  return (
    <>
      <Roles key={person.id} person={person} />
      <OrganisationOf key={`organisation ${person.id}`} person={person} />
      <Refer person={person} />
      <KeepApart person={person} />
      <Standing person={person} />
      <FactorReset person={person} />
      <Rights person={person} />
    </>
  );
}
