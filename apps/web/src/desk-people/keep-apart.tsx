import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** On somebody's wish the desk keeps two people apart, or no longer; the other is not told. */
export function KeepApart({ person }: { readonly person: Schemas['MemberDto'] }) {
  const [chosen, choose] = useState('');
  const act = useAct(({ apart }: { readonly apart: boolean }) => {
    const params = { path: { memberId: chosen }, query: { onBehalfOf: person.id } };
    return answered(
      apart ? api.PUT('/v1/blocks/{memberId}', { params }) : api.DELETE('/v1/blocks/{memberId}', { params }),
    );
  });
  if (person.state === 'left') return null;
  return (
    <details className="section">
      <summary>{t('apart.desk')}</summary>
      <div className="card">
        <p className="hintbox">{t('apart.deskHint')}</p>
        <ProblemBox problem={act.problem} />
        <PersonPick id="apart" label={t('apart.from')} except={person.id} chosen={chosen} onChoose={choose} />
        <div className="acts">
          <button
            className="button"
            type="button"
            disabled={!chosen}
            data-pending={act.pending || undefined}
            onClick={() => act.run({ apart: true })}
          >
            {t('apart.yes')}
          </button>
          <button
            className="button quiet"
            type="button"
            disabled={!chosen}
            data-pending={act.pending || undefined}
            onClick={() => act.run({ apart: false })}
          >
            {t('apart.lift')}
          </button>
          {act.done ? (
            <p className="mark good" role="status">
              {t('app.saved')}
            </p>
          ) : null}
        </div>
      </div>
    </details>
  );
}
