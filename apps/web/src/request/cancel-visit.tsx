import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { longDayOf } from '../words/time.js';
import { t } from '../words/words.js';

/** One visit, or it and all that follow, does not take place. */
export function CancelVisit({
  visit,
  last,
}: {
  readonly visit: Schemas['VisitDto'];
  readonly last: boolean;
}) {
  const cancel = useAct(({ following }: { readonly following: boolean }, key) =>
    answered(
      api.POST('/v1/visits/{id}/cancel', {
        params: { path: { id: visit.id }, header: keyed(key) },
        body: { following },
      }),
    ),
  );
  return (
    <Confirm
      button={t('visit.cancel')}
      className="button quiet bad"
      title={t('visit.cancelSure', { when: longDayOf(visit.startsAt) })}
      act={t('visit.cancelThis')}
      pending={cancel.pending}
      problem={cancel.problem}
      onConfirm={() => cancel.run({ following: false })}
    >
      <p>{t('visit.cancelHint')}</p>
      {last ? null : (
        <button className="button" type="button" onClick={() => cancel.run({ following: true })}>
          {t('visit.cancelFollowing')}
        </button>
      )}
    </Confirm>
  );
}
