import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { preferencesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { Choice } from '../ui/choice.js';
import { Group } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Switch } from '../ui/switch.js';
import { Times } from '../ui/times.js';
import { clock, minutesOf } from '../words/time.js';
import { t } from '../words/words.js';

type Preferences = Schemas['PreferencesDto'];
type Hours = Schemas['QuietHoursDto'];
type Change = Omit<Schemas['ChangePreferencesDto'], 'preferences'>;

const RHYTHMS = ['at-once', 'daily', 'weekly'] as const;

/** How often, and at which hours, messages may come; what is about safety or today comes all the same. */
export function QuietHours() {
  const query = useQuery(preferencesQuery);
  const change = useAct((wanted: Change) =>
    answered(api.PUT('/v1/me/notification-preferences', { body: { preferences: [], ...wanted } })),
  );
  return (
    <section className="section" aria-labelledby="quiet">
      <h2 id="quiet">{t('quiet.title')}</h2>
      <p className="soft">{t('quiet.hint')}</p>
      <ProblemBox problem={change.problem} />
      <Loaded query={query}>
        {(known) => (
          <>
            <Group id="rhythm" label={t('quiet.rhythm')}>
              <div className="choices">
                {RHYTHMS.map((rhythm) => (
                  <Choice
                    key={rhythm}
                    kind="radio"
                    name="rhythm"
                    value={rhythm}
                    label={t(`quiet.rhythm.${rhythm}`)}
                    chosen={known.rhythm === rhythm}
                    onChoose={() => change.run({ rhythm })}
                  />
                ))}
              </div>
            </Group>
            <OwnHours known={known} pending={change.pending} onChange={change.run} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function OwnHours({
  known: { quietHours, communityQuietHours },
  pending,
  onChange,
}: {
  readonly known: Preferences;
  readonly pending: boolean;
  onChange(change: Change): void;
}) {
  const shown = communityQuietHours;
  return (
    <div className="card switches">
      <Switch
        on={quietHours !== null}
        fixed={pending}
        label={
          <>
            {t('quiet.own')}
            <br />
            <span className="soft small">
              {t('quiet.usual', { from: clock(shown.quietFromMinute), until: clock(shown.quietUntilMinute) })}
            </span>
          </>
        }
        onChange={(own) => onChange({ quietHours: own ? shown : null })}
      />
      {quietHours ? (
        <HoursForm key={JSON.stringify(quietHours)} hours={quietHours} onChange={onChange} />
      ) : null}
    </div>
  );
}

function HoursForm({ hours, onChange }: { readonly hours: Hours; onChange(change: Change): void }) {
  const [wanted, setWanted] = useState({
    quietFrom: clock(hours.quietFromMinute),
    quietUntil: clock(hours.quietUntilMinute),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({
          quietHours: {
            quietFromMinute: minutesOf(wanted.quietFrom),
            quietUntilMinute: minutesOf(wanted.quietUntil),
          },
        });
      }}
    >
      <Times
        from={['quietFrom', wanted.quietFrom]}
        to={['quietUntil', wanted.quietUntil]}
        wrongs={[]}
        change={(part) => setWanted((before) => ({ ...before, ...part }))}
      />
      {wanted.quietFrom === wanted.quietUntil ? <p className="hintbox">{t('quiet.never')}</p> : null}
      <div className="acts">
        <button className="button" type="submit">
          {t('app.save')}
        </button>
      </div>
    </form>
  );
}
