import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Reasoned } from '../ui/reasoned.js';
import { Stepper } from '../ui/stepper.js';
import { now } from '../words/time.js';
import { t } from '../words/words.js';

type Seat = Schemas['SeatDto'];
type Side = 'helper' | 'family';

const STEP_MINUTES = 15;
const MOST_MINUTES = 24 * 60;
const BEFORE: readonly Seat['state'][] = ['scheduled', 'reconfirmed'];

const other = (side: Side): Side => (side === 'helper' ? 'family' : 'helper');

/** The visit has begun and the other side is not there. */
export function DidNotCome({ seat, mine }: { readonly seat: Seat; readonly mine: Side }) {
  const absent = other(mine);
  const miss = useAct((_: undefined, key) =>
    answered(
      api.POST('/v1/seats/{id}/no-show', {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { absent, version: seat.version },
      }),
    ),
  );
  if (!BEFORE.includes(seat.state) || Date.parse(seat.startsAt) > now().getTime()) return null;
  return (
    <Confirm
      button={t(`noShow.${absent}`)}
      className="button quiet bad"
      title={t(`noShow.${absent}Sure`)}
      act={t('noShow.say')}
      pending={miss.pending}
      problem={miss.problem}
      onConfirm={() => miss.run(undefined)}
    >
      <p>{t('noShow.hint')}</p>
    </Confirm>
  );
}

/** One is said not to have come, and did: the desk hears both. */
export function CameAfterAll({
  seat,
  mine,
  heard,
}: {
  readonly seat: Seat;
  readonly mine: Side;
  /** How the desk heard it, where it writes it down for them. */
  readonly heard?: Omit<Schemas['ContestDto'], 'minutes' | 'reason' | 'version'>;
}) {
  const planned = Math.round((Date.parse(seat.endsAt) - Date.parse(seat.startsAt)) / 60_000);
  const [minutes, setMinutes] = useState(planned);
  const contest = useAct((reason: string, key) =>
    answered(
      api.POST('/v1/seats/{id}/contest', {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { minutes, reason, version: seat.version, ...heard },
      }),
    ),
  );
  if (seat.state !== 'no-show' || seat.noShowBy !== mine) return null;
  return (
    <Reasoned
      button={t('noShow.came')}
      title={t('noShow.came')}
      act={t('noShow.tell')}
      label={t('noShow.what')}
      pending={contest.pending}
      problem={contest.problem}
      onConfirm={(reason) => contest.run(reason || t('noShow.came'))}
    >
      <p>{t('noShow.cameHint')}</p>
      <Stepper
        label={t('hours.minutes')}
        value={minutes}
        least={0}
        most={MOST_MINUTES}
        step={STEP_MINUTES}
        onChange={setMinutes}
      />
    </Reasoned>
  );
}
