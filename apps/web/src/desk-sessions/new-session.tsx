import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { addDays, localDay, times } from '../words/time.js';
import { t } from '../words/words.js';
import { atOneTime, freeVisitsQuery, timeOf, type FreeVisit } from './free-visits.js';
import { WhoseVisit } from './whose-visit.js';

const MOST_TITLE = 120;
const MOST_PLACES = 60;

/** A day, a time of that day, and the visits that take place together from now on. */
export function NewSession({ done }: { done(): void }) {
  const [day, setDay] = useState(() => addDays(localDay(), 1));
  const query = useQuery({ ...freeVisitsQuery(day), enabled: day !== '' });
  return (
    <div className="card">
      <label className="field">
        <span className="label">{t('sessions.day')}</span>
        <input type="date" value={day} min={localDay()} onChange={({ target }) => setDay(target.value)} />
      </label>
      <Loaded query={query}>
        {(visits) => {
          const groups = atOneTime(visits);
          if (groups.length === 0) return <p className="empty">{t('sessions.noneThatDay')}</p>;
          return groups.map((group) => <AtOneTime key={timeOf(group[0]!)} visits={group} done={done} />);
        }}
      </Loaded>
    </div>
  );
}

function AtOneTime({ visits, done }: { readonly visits: readonly FreeVisit[]; done(): void }) {
  const { startsAt, endsAt, fromZoneId } = visits[0]!;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [zoneId, setZone] = useState(fromZoneId);
  const create = useAct(
    (body: Schemas['NewSessionDto'], key) =>
      answered(api.POST('/v1/sessions', { params: { header: keyed(key) }, body })),
    done,
  );
  const period = times(startsAt, endsAt);
  const place = `session-zone-${startsAt}-${endsAt}`;
  return (
    <form
      className="inset"
      aria-label={period}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        create.run({
          title: String(form.get('title') ?? '').trim(),
          capacity: Number(form.get('capacity')),
          zoneId,
          visitIds: [...chosen],
        });
      }}
    >
      <h3>
        <bdi>{period}</bdi>
      </h3>
      <ProblemBox problem={create.problem} />
      <ul className="lines">
        {visits.map((visit) => (
          <li key={visit.id}>
            <label className="tick">
              <input
                type="checkbox"
                checked={chosen.includes(visit.id)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, visit.id] : chosen.filter((id) => id !== visit.id))
                }
              />
              <WhoseVisit visit={visit} />
            </label>
          </li>
        ))}
      </ul>
      {chosen.length < 2 ? (
        <p className="soft small">{t('sessions.chooseTwo')}</p>
      ) : (
        <>
          <div className="columns-two">
            <label className="field">
              <span className="label">{t('closures.name')}</span>
              <input name="title" required dir="auto" maxLength={MOST_TITLE} />
            </label>
            <label className="field">
              <span className="label">{t('sessions.capacity')}</span>
              <input
                name="capacity"
                type="number"
                required
                min={chosen.length}
                max={MOST_PLACES}
                step={1}
                defaultValue={chosen.length}
              />
            </label>
          </div>
          <Field id={place} label={t('sessions.where')}>
            {(props) => <ZoneSelect {...props} value={zoneId} onChange={setZone} />}
          </Field>
          <button className="button main" type="submit" data-pending={create.pending || undefined}>
            {t('sessions.new')}
          </button>
        </>
      )}
    </form>
  );
}
