import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { Unfold } from './unfold.js';
import { GuardianSpeaks, type Speaker } from './who-answers.js';

type Regime = 'volunteer' | 'timebank';

/** Help of another kind could come in somebody's place: a guardian says by phone whether it will do this once. */
export function HeardRegime({ seatId }: { readonly seatId: string }) {
  const { data: seat } = useQuery({
    queryKey: ['seats', 'one', seatId],
    queryFn: () => answered(api.GET('/v1/seats/{id}', { params: { path: { id: seatId } } })),
  });
  const asked = seat?.regimeAsked;
  if (!seat || !asked || seat.agreedRegime || seat.state !== 'replacement-sought') return null;
  return (
    <>
      <p>{t('heard.regimeAsked', { kind: t(`regime.${asked}`) })}</p>
      <Unfold button={t('heard.open')}>
        <GuardianSpeaks requestId={seat.requestId}>
          {(speaker) => <Agrees seat={seat} regime={asked} speaker={speaker} />}
        </GuardianSpeaks>
      </Unfold>
    </>
  );
}

function Agrees({
  seat: { id, version },
  regime,
  speaker: { heard },
}: {
  readonly seat: Schemas['SeatDto'];
  readonly regime: Regime;
  readonly speaker: Speaker;
}) {
  const agree = useAct((wanted: Regime, key) =>
    answered(
      api.POST('/v1/seats/{id}/agree-regime', {
        params: { path: { id }, header: keyed(key) },
        body: { regime: wanted, version, ...heard },
      }),
    ),
  );
  return (
    <>
      <ProblemBox problem={agree.problem} />
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={agree.pending || undefined}
          onClick={() => agree.run(regime)}
        >
          {t('heard.yes')}
        </button>
      </div>
    </>
  );
}
