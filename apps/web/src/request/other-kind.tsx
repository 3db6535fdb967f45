import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** Nobody of the kind that was asked for can come this time: the family says whether the other kind will do. */
export function OtherKind({ seat }: { readonly seat: Schemas['SeatDto'] }) {
  const asked = seat.regimeAsked;
  const agree = useAct((regime: 'volunteer' | 'timebank', key) =>
    answered(
      api.POST('/v1/seats/{id}/agree-regime', {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { regime, version: seat.version },
      }),
    ),
  );
  if (!asked || seat.agreedRegime || seat.state !== 'replacement-sought') return null;
  return (
    <div className="hintbox">
      <p>{t('otherKind.asked', { kind: t(`regime.${asked}`) })}</p>
      <p className="soft small">{t('otherKind.hint')}</p>
      <ProblemBox problem={agree.problem} />
      <button
        className="button main"
        type="button"
        data-pending={agree.pending || undefined}
        onClick={() => agree.run(asked)}
      >
        {t('otherKind.yes')}
      </button>
    </div>
  );
}
