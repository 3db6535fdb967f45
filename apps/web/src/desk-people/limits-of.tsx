import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { ASIDE } from '../api/family-queries.js';
import { profileQuery } from '../api/helper-queries.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { addDays, dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const HOUR = 60;
const MOST_HOURS = 70;

/** How much of a helper's week may be asked for, and until when they want to hear nothing: as they say it on the phone. */
export function LimitsOf({ memberId }: { readonly memberId: string }) {
  // Whoever has not said yet when they are free has no limits either.
  const { data: profile } = useQuery({ ...profileQuery(memberId), meta: ASIDE });
  return profile ? <Limits profile={profile} /> : null;
}

function Limits({ profile }: { readonly profile: Schemas['ProfileDto'] }) {
  const [hours, setHours] = useState(String(Math.round(profile.weeklyMinutes / HOUR)));
  // A pause that is over is none.
  const paused = profile.pausedUntil && profile.pausedUntil > localDay() ? profile.pausedUntil : undefined;
  const [until, setUntil] = useState(paused ?? '');
  const save = useAct((body: Schemas['ProfileFactsDto']) =>
    answered(
      api.PUT('/v1/helpers/{memberId}/profile', {
        params: { path: { memberId: profile.memberId }, header: ifMatch(profile.version) },
        body,
      }),
    ),
  );
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        const { zoneId, breakMinutes, asksPerDay, asksPerWeek } = profile;
        save.run({
          zoneId,
          breakMinutes,
          asksPerDay,
          asksPerWeek,
          weeklyMinutes: Number(hours) * HOUR,
          pausedUntil: until || null,
        });
      }}
    >
      {paused ? (
        <p>
          <span className="mark warn">{t('limits.paused', { day: dayInWords(paused) })}</span>
        </p>
      ) : null}
      <ProblemBox problem={save.problem} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('limits.week')}</span>
          <input
            type="number"
            inputMode="numeric"
            required
            min={0}
            max={MOST_HOURS}
            value={hours}
            onChange={({ target }) => setHours(target.value)}
          />
        </label>
        <label className="field">
          <span className="label">{t('limits.pause')}</span>
          <input
            type="date"
            min={addDays(localDay(), 1)}
            value={until}
            onChange={({ target }) => setUntil(target.value)}
          />
          <span className="hint">{t('limits.pauseHint')}</span>
        </label>
      </div>
      <button className="button" type="submit" data-pending={save.pending || undefined}>
        {t('app.save')}
      </button>
    </form>
  );
}
