import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Icon } from '../ui/icon.js';
import { Call } from '../ui/phone.js';
import { ProblemBox } from '../ui/problem-box.js';
import { languageName, listOf } from '../words/time.js';
import { t } from '../words/words.js';
import { EndTogether, KeepApart } from './part.js';

type Assignment = Schemas['AssignmentDto'];

const SHOWN: readonly Assignment['state'][] = ['awaiting-guardian', 'confirmed'];

/** Who comes, and who could: as much of them as may be known now. */
export function People({ assignments }: { readonly assignments: readonly Assignment[] }) {
  const people = SHOWN.flatMap((state) => assignments.filter((one) => one.state === state));
  if (people.length === 0) return null;
  return (
    <section className="section" aria-labelledby="who">
      <h2 id="who">{t('request.who')}</h2>
      <ul className="plain">
        {people.map((one) => (
          <li key={one.id} className={one.state === 'awaiting-guardian' ? 'card fresh' : 'card'}>
            <Helper assignment={one} />
            {one.state === 'awaiting-guardian' ? <YesOrNo assignment={one} /> : <Together assignment={one} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Helper({ assignment: { helper, regime, visits } }: { readonly assignment: Assignment }) {
  const { community } = useSession();
  const count = t('request.visits', { count: visits });
  return (
    <>
      <div className="person">
        <span className="face" aria-hidden="true">
          {helper?.givenName.slice(0, 1)}
        </span>
        <div>
          <h3 dir="auto">{helper?.givenName}</h3>
          <p className="soft">{community.timebank ? `${t(`regime.${regime}`)} · ${count}` : count}</p>
        </div>
      </div>
      {helper && helper.languages.length > 0 ? (
        <p className="with-icon">
          <Icon name="note" />
          <span>{t('request.speaks', { languages: listOf(helper.languages.map(languageName)) })}</span>
        </p>
      ) : null}
      {helper && helper.checksPassed.length > 0 ? (
        <p className="with-icon">
          <Icon name="check" />
          <span dir="auto">{t('request.checked', { checks: listOf(helper.checksPassed) })}</span>
        </p>
      ) : null}
    </>
  );
}

/** A guardian's yes or no to a helper the household meets for the first time; a no needs no reason. */
function YesOrNo({ assignment }: { readonly assignment: Assignment }) {
  const answer = useAct((word: 'guardian-yes' | 'guardian-no', key) =>
    answered(
      api.POST(`/v1/assignments/{id}/${word}`, {
        params: { path: { id: assignment.id }, header: keyed(key) },
        body: { version: assignment.version },
      }),
    ),
  );
  return (
    <>
      <p>{t('request.firstTime')}</p>
      <ProblemBox problem={answer.problem} />
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={answer.pending || undefined}
          onClick={() => answer.run('guardian-yes')}
        >
          {t('request.yes')}
        </button>
        <button className="button" type="button" onClick={() => answer.run('guardian-no')}>
          {t('request.no')}
        </button>
      </div>
    </>
  );
}

function Together({ assignment }: { readonly assignment: Assignment }) {
  const phone = assignment.contact?.helperPhone;
  return (
    <>
      {phone ? (
        <div className="acts">
          <Call phone={phone} />
        </div>
      ) : null}
      <details>
        <summary>{t('request.notWell')}</summary>
        <div className="acts">
          <EndTogether assignment={assignment} />
          <KeepApart memberId={assignment.helperId} name={assignment.helper?.givenName ?? ''} />
        </div>
      </details>
    </>
  );
}
