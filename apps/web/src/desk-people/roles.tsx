import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { PEOPLE_ROLES } from '../app/desk-search.js';
import { useSession, type Role } from '../app/session.js';
import { ProblemBox } from '../ui/problem-box.js';
import { listOf } from '../words/time.js';
import { t } from '../words/words.js';
import { AgeFields, ageIn } from './age.js';

/** What somebody may do here. An administrator's to say, and never of oneself. */
export function Roles({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { me, roles } = useSession();
  const held = (person.roles ?? []) as readonly Role[];
  // What was ticked stays when the record changes meanwhile; the rest follows it.
  const [ticked, setTicked] = useState<Readonly<Partial<Record<Role, boolean>>>>({});
  const save = useAct(
    (body: Schemas['RolesDto']) =>
      answered(
        api.PUT('/v1/members/{id}/roles', {
          params: { path: { id: person.id }, header: ifMatch(person.version ?? 0) },
          body,
        }),
      ),
    () => setTicked({}),
  );
  if (!roles.includes('administrator') || person.id === me.memberId || person.state === 'left') return null;
  const isChosen = (role: Role) => ticked[role] ?? held.includes(role);
  const changed = PEOPLE_ROLES.some((role) => held.includes(role) !== isChosen(role));
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = PEOPLE_ROLES.filter(isChosen);
        save.run({ roles: wanted, ...ageIn(new FormData(event.currentTarget)) });
      }}
    >
      <h2 id="roles">{t('people.roles')}</h2>
      <ProblemBox problem={save.problem} />
      {save.problem?.conflict ? (
        <p className="hintbox">{t('app.now', { what: listOf(held.map((role) => t(`role.${role}`))) })}</p>
      ) : null}
      <div className="card" role="group" aria-labelledby="roles">
        {PEOPLE_ROLES.map((role) => (
          <label key={role} className="tick">
            <input
              type="checkbox"
              checked={isChosen(role)}
              onChange={({ target }) => setTicked({ ...ticked, [role]: target.checked })}
            />
            <span>{t(`role.${role}`)}</span>
          </label>
        ))}
        {isChosen('helper') && !held.includes('helper') && !person.adultOn ? <AgeFields /> : null}
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
