import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { TypedName } from '../privacy/typed-name.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** For those who ask at the desk: a copy of their data, or their leaving. An administrator's to do. */
export function Rights({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { me, roles } = useSession();
  const [name, setName] = useState('');
  const erase = useAct((givenName: string, key) =>
    answered(
      api.POST('/v1/members/{id}/erase', {
        params: { path: { id: person.id }, header: keyed(key) },
        body: { givenName },
      }),
    ),
  );
  if (!roles.includes('administrator') || person.id === me.memberId || person.state === 'left') return null;
  const data = `/v1/members/${person.id}/personal-data`;
  return (
    <details className="section">
      <summary>{t('rights.title')}</summary>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          erase.run(name);
        }}
      >
        <p>{t('rights.hint')}</p>
        <div className="acts">
          <a className="button" href={`${data}.pdf`} download="intreccio.pdf">
            {t('privacy.pdf')}
          </a>
          <a className="button quiet" href={data} download="intreccio.json">
            {t('privacy.json')}
          </a>
        </div>
        <p>{t('privacy.leaveHint')}</p>
        <ProblemBox problem={erase.problem} />
        <TypedName of={person.givenName} value={name} change={setName} />
        <FormActs act={t('rights.erase')} className="button bad" pending={erase.pending} />
      </form>
    </details>
  );
}
