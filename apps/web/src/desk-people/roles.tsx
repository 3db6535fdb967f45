import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { PEOPLE_ROLES } from '../app/desk-search.js';
import { useSession, type Role } from '../app/session.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { AgeFields, ageIn } from './age.js';

/** What somebody may do here. An administrator's to say, and never of oneself. */
export function Roles({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { me, roles } = useSession();
  const held = (person.roles ?? []) as readonly Role[];
  const [chosen, setChosen] = useState<readonly Role[]>(held);
  const save = useAct((body: Schemas['RolesDto']) =>
    answered(
      api.PUT('/v1/members/{id}/roles', {
        params: { path: { id: person.id }, header: ifMatch(person.version ?? 0) },
        body,
      }),
    ),
  );
  if (!roles.includes('administrator') || person.id === me.memberId || person.state === 'left') return null;
  const changed = PEOPLE_ROLES.some((role) => held.includes(role) !== chosen.includes(role));
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        save.run({ roles: [...chosen], ...ageIn(new FormData(event.currentTarget)) });
      }}
    >
      <h2 id="roles">{t('people.roles')}</h2>
      <ProblemBox problem={save.problem} />
      <div className="card" role="group" aria-labelledby="roles">
        {PEOPLE_ROLES.map((role) => (
          <label key={role} className="tick">
            <input
              type="checkbox"
              checked={chosen.includes(role)}
              onChange={({ target }) =>
                setChosen(target.checked ? [...chosen, role] : chosen.filter((one) => one !== role))
              }
            />
            <span>{t(`role.${role}`)}</span>
          </label>
        ))}
        {chosen.includes('helper') && !held.includes('helper') && !person.adultOn ? <AgeFields /> : null}
        <div className="acts">
          <button
            className="button"
            type="submit"
            disabled={!changed}
            data-pending={save.pending || undefined}
          >
            {t('app.save')}
          </button>
        </div>
      </div>
    </form>
  );
}
