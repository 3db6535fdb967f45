import { useId, useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Field } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { t } from '../words/words.js';

type Pair = Schemas['RoadPairDto'];

const MOST_MINUTES = 600;
const MOST_KILOMETRES = 1_000;

interface RoadProps {
  readonly from: string;
  /** The way that is corrected; none for one that is not known yet. */
  readonly pair?: Pair;
  done(): void;
}

/** Minutes and kilometres of one way, and of the way back where they are the same. */
export function RoadForm({ from, pair, done }: RoadProps) {
  const id = useId();
  const [to, setTo] = useState(pair?.toZoneId ?? '');
  const [back, setBack] = useState(true);
  const within = from === to;
  const put = useAct((pairs: Pair[]) => answered(api.PUT('/v1/road-minutes', { body: { pairs } })), done);
  return (
    <form
      className={pair ? 'inset' : 'card'}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const way = { minutes: Number(form.get('minutes')), kilometres: Number(form.get('kilometres')) };
        put.run([
          { fromZoneId: from, toZoneId: to, ...way },
          ...(back && !within ? [{ fromZoneId: to, toZoneId: from, ...way }] : []),
        ]);
      }}
    >
      <ProblemBox problem={put.problem} />
      {pair ? null : (
        <Field id={`${id}-to`} label={t('roads.to')}>
          {(props) => <ZoneSelect {...props} value={to} onChange={setTo} />}
        </Field>
      )}
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('roads.minutes')}</span>
          <input
            name="minutes"
            type="number"
            required
            min={0}
            max={MOST_MINUTES}
            step={1}
            defaultValue={pair?.minutes}
          />
        </label>
        <label className="field">
          <span className="label">{t('roads.km')}</span>
          <input
            name="kilometres"
            type="number"
            required
            min={0}
            max={MOST_KILOMETRES}
            step={0.1}
            defaultValue={pair?.kilometres}
          />
        </label>
      </div>
      {within ? null : (
        <label className="tick">
          <input type="checkbox" checked={back} onChange={({ target }) => setBack(target.checked)} />
          <span>{t('roads.back')}</span>
        </label>
      )}
      <button className="button main" type="submit" disabled={!to} data-pending={put.pending || undefined}>
        {t('app.save')}
      </button>
    </form>
  );
}
