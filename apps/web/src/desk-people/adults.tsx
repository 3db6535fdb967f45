import { useState } from 'react';
import { answered, api, keyed } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import type { Home } from '../household/household.js';
import { Addable } from '../ui/addable.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { PersonName } from './person-name.js';
import { RemoveGuardian } from './remove-guardian.js';
import { Sight } from './sight.js';

/** The adults of a home; who is a guardian is the desk's to say. */
export function AdultsOf({ home }: { readonly home: Home }) {
  const { me } = useSession();
  const guardians = home.adults?.filter(({ guardian }) => guardian) ?? [];
  // Who lives there decides nothing about it, and somebody answers for the children always.
  const removes = guardians.length > 1 && !home.adults?.some(({ memberId }) => memberId === me.memberId);
  return (
    <Addable
      title={t('household.adults')}
      add={t('guardian.add')}
      form={(close) => <NewGuardian home={home} done={close} />}
    >
      <ul className="lines">
        {home.adults?.map(({ memberId, guardian, givenName, limitedTo }) => (
          <li key={memberId}>
            <div className="row reading">
              <PersonName id={memberId} />
              <span className="marks">
                {guardian ? <span className="mark soft">{t('household.guardian')}</span> : null}
                {limitedTo ? <span className="mark warn">{t('sight.part')}</span> : null}
              </span>
            </div>
            {guardian && memberId !== me.memberId ? (
              <Sight home={home} memberId={memberId} limitedTo={limitedTo ?? null} />
            ) : null}
            {guardian && removes ? <RemoveGuardian home={home} memberId={memberId} name={givenName} /> : null}
          </li>
        ))}
      </ul>
    </Addable>
  );
}

function NewGuardian({ home, done }: { readonly home: Home; done(): void }) {
  const [chosen, choose] = useState('');
  const add = useAct(
    (memberId: string, key) =>
      answered(
        api.POST('/v1/households/{id}/guardians', {
          params: { path: { id: home.id }, header: keyed(key) },
          body: { memberId },
        }),
      ),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) add.run(chosen);
      }}
    >
      <p className="hintbox">{t('guardian.hint')}</p>
      <ProblemBox problem={add.problem} />
      <PersonPick id="guardian" label={t('guardian.who')} role="family" chosen={chosen} onChoose={choose} />
      <div className="acts">
        <button
          className="button main"
          type="submit"
          disabled={!chosen}
          data-pending={add.pending || undefined}
        >
          {t('guardian.add')}
        </button>
      </div>
    </form>
  );
}
