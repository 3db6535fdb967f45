import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemBox } from '../ui/problem-box.js';
import { addDays, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const OCCASIONAL_DAYS = 60;

/** In the register of those who give time, or out of it: each a line of its own, never a change of one. */
export function Registered({ person }: { readonly person: Schemas['MemberDto'] }) {
  const enter = useAct((occasionalUntil: string, key) =>
    answered(
      api.POST('/v1/register', {
        params: { header: keyed(key) },
        body: { memberId: person.id, ...(occasionalUntil ? { occasionalUntil } : {}) },
      }),
    ),
  );
  const leave = useAct((_: undefined, key) =>
    answered(
      api.POST('/v1/members/{id}/leave-register', {
        params: { path: { id: person.id }, header: keyed(key) },
      }),
    ),
  );
  return (
    <details className="section">
      <summary>{t('register.person')}</summary>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          enter.run(String(new FormData(event.currentTarget).get('until') ?? ''));
        }}
      >
        <ProblemBox problem={enter.problem ?? leave.problem} />
        {enter.done || leave.done ? (
          <p className="mark good" role="status">
            {t('app.saved')}
          </p>
        ) : null}
        <label className="field">
          <span className="label">{t('register.occasionalUntil')}</span>
          <input name="until" type="date" min={localDay()} max={addDays(localDay(), OCCASIONAL_DAYS)} />
        </label>
        <div className="acts">
          <button className="button" type="submit" data-pending={enter.pending || undefined}>
            {t('register.enter')}
          </button>
          <Confirm
            button={t('register.leave')}
            className="button quiet bad"
            title={t('register.leaveSure')}
            act={t('register.leave')}
            pending={leave.pending}
            problem={leave.problem}
            onConfirm={() => leave.run(undefined)}
          >
            <p>{t('register.leaveHint')}</p>
          </Confirm>
        </div>
      </form>
    </details>
  );
}
