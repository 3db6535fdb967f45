import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

const MOST_REASON = 300;

/** Suspending takes somebody out of matching at once and flags their visits; its reason stays on record. */
export function Standing({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { me } = useSession();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const suspended = person.state === 'suspended';
  const act = useAct(
    (text: string, key) => {
      const told = {
        params: { path: { id: person.id }, header: { ...ifMatch(person.version ?? 0), ...keyed(key) } },
        body: { reason: text },
      };
      return answered(
        suspended ? api.POST('/v1/members/{id}/reinstate', told) : api.POST('/v1/members/{id}/suspend', told),
      );
    },
    () => {
      setAsking(false);
      setReason('');
    },
  );
  if (person.id === me.memberId || person.state === 'left') return null;
  if (!asking) {
    return (
      <div className="acts">
        <button className={suspended ? 'button' : 'button bad'} type="button" onClick={() => setAsking(true)}>
          {suspended ? t('people.reinstate') : t('people.suspend')}
        </button>
      </div>
    );
  }
  return (
    <form
      className="card section"
      onSubmit={(event) => {
        event.preventDefault();
        act.run(reason);
      }}
    >
      <p>{suspended ? t('people.reinstateHint') : t('people.suspendHint')}</p>
      <ProblemBox problem={act.problem} />
      <label className="field">
        <span className="label">{t('people.reason')}</span>
        <textarea
          autoFocus
          required
          rows={2}
          maxLength={MOST_REASON}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <FormActs
        act={suspended ? t('people.reinstate') : t('people.suspend')}
        className={suspended ? 'button main' : 'button bad'}
        pending={act.pending}
        cancel={() => setAsking(false)}
      />
    </form>
  );
}
