import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Switch } from 'react-aria-components/Switch';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { profileQuery, weeklyHoursQuery } from '../api/helper-queries.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Stepper } from '../ui/stepper.js';
import { Thumb } from '../ui/thumb.js';
import { addDays, dayInWords, duration, localDay, span } from '../words/time.js';
import { t } from '../words/words.js';
import { CopyDay } from './copy-day.js';
import { Exceptions } from './exceptions.js';
import { FirstLimits, isMissing } from './first-limits.js';
import { Grid, type GridRow } from './grid.js';
import { BANDS, HOURS_SHOWN, hoursOf, minutesOfWeek, slotsOf, weekOf, type Week } from './grid.rules.js';
import { weekInWords } from './week-in-words.js';

type Profile = Schemas['ProfileDto'];

/** When somebody can help: a week to paint, dates that differ, a limit, a pause; for somebody else as they say it at the desk. */
export function WeekOf({
  memberId,
  byDesk = false,
}: {
  readonly memberId: string;
  readonly byDesk?: boolean;
}) {
  const profile = useQuery(profileQuery(memberId));
  const hours = useQuery({ ...weeklyHoursQuery(memberId), enabled: profile.isSuccess });
  if (isMissing(profile.error)) return <FirstLimits memberId={memberId} byDesk={byDesk} />;
  return (
    <Loaded query={profile}>
      {(limits) => (
        <Loaded query={hours}>
          {(written) => <Editor profile={limits} written={written} byDesk={byDesk} />}
        </Loaded>
      )}
    </Loaded>
  );
}

const PAUSE_DAYS = 14;
const HOUR = 60;
const MOST_HOURS = 40;

function Editor({
  profile,
  written,
  byDesk,
}: {
  readonly profile: Profile;
  readonly written: Schemas['WeeklyHoursAnswerDto'];
  readonly byDesk: boolean;
}) {
  const saved = weekOf(written.hours);
  const [week, setWeek] = useState<Week>(saved);
  const [weeklyMinutes, setWeeklyMinutes] = useState(profile.weeklyMinutes);
  const [pausedUntil, setPausedUntil] = useState(livePause(profile.pausedUntil));
  const save = useSave(profile, written.version);
  // Among a person’s other parts the act stands with what it saves.
  const Acts = byDesk ? InPlace : Thumb;
  const changed =
    JSON.stringify(hoursOf(week)) !== JSON.stringify(hoursOf(saved)) ||
    weeklyMinutes !== profile.weeklyMinutes ||
    pausedUntil !== livePause(profile.pausedUntil);
  const undo = () => {
    setWeek(saved);
    setWeeklyMinutes(profile.weeklyMinutes);
    setPausedUntil(livePause(profile.pausedUntil));
  };
  const tooLate = save.problem?.conflict === true;
  // It was changed elsewhere meanwhile: what stands now is shown, with the word that it is another.
  useEffect(() => {
    if (tooLate) undo();
  }, [tooLate, written.version]);
  return (
    <>
      <ProblemBox problem={save.problem} />
      <WeekEditor week={week} onChange={setWeek} />
      <div className="hintbox" role="status">
        <p>
          <strong>{t('week.sum', { hours: duration(minutesOfWeek(week)) })}</strong>
        </p>
        <p>{weekInWords(week)}</p>
      </div>
      {byDesk ? null : (
        <>
          <Stepper
            label={t('week.most')}
            value={Math.round(weeklyMinutes / HOUR)}
            least={0}
            most={MOST_HOURS}
            onChange={(hours) => setWeeklyMinutes(hours * HOUR)}
          />
          <Pause until={pausedUntil} onChange={setPausedUntil} />
          <Exceptions memberId={profile.memberId} />
        </>
      )}
      <Acts>
        {changed ? (
          <button className="button quiet" type="button" onClick={undo}>
            {t('app.undo')}
          </button>
        ) : null}
        <button
          className="button main"
          type="button"
          data-pending={save.pending || undefined}
          onClick={() => save.run({ hours: hoursOf(week), weeklyMinutes, pausedUntil })}
        >
          {save.done && !changed ? t('app.saved') : t('app.save')}
        </button>
      </Acts>
      {byDesk ? <Exceptions memberId={profile.memberId} /> : null}
    </>
  );
}

const InPlace = ({ children }: { readonly children: ReactNode }) => <div className="acts">{children}</div>;

/** A pause that is over is none. */
function livePause(until: string | null | undefined): string | null {
  return until && until > localDay() ? until : null;
}

interface Wanted {
  readonly hours: ReturnType<typeof hoursOf>;
  readonly weeklyMinutes: number;
  readonly pausedUntil: string | null;
}

function useSave({ memberId, zoneId, breakMinutes, asksPerDay, asksPerWeek }: Profile, version: number) {
  const path = { memberId };
  return useAct(async ({ hours, weeklyMinutes, pausedUntil }: Wanted) => {
    const after = await answered(
      api.PUT('/v1/helpers/{memberId}/weekly-hours', {
        params: { path, header: ifMatch(version) },
        body: { hours },
      }),
    );
    await answered(
      api.PUT('/v1/helpers/{memberId}/profile', {
        params: { path, header: ifMatch(after.version) },
        body: { zoneId, breakMinutes, asksPerDay, asksPerWeek, weeklyMinutes, pausedUntil },
      }),
    );
  });
}

const bandRows = (): GridRow[] =>
  BANDS.map(({ name, from, to }) => ({ label: t(`week.${name}`), hint: span(from, to), from, to }));
const hourRows = (): GridRow[] =>
  HOURS_SHOWN.map((hour) => ({ label: span(hour, hour + 1), from: hour, to: hour + 1 }));

function WeekEditor({ week, onChange }: { readonly week: Week; readonly onChange: (week: Week) => void }) {
  const [exact, setExact] = useState(false);
  const preset = (days: readonly number[], from: number, to: number) => {
    const next = new Set(week);
    for (const day of days) for (const slot of slotsOf(day, from, to)) next.add(slot);
    onChange(next);
  };
  return (
    <>
      <div className="segments" role="group" aria-label={t('week.detail')}>
        {[false, true].map((one) => (
          <button key={String(one)} type="button" aria-pressed={exact === one} onClick={() => setExact(one)}>
            {one ? t('week.exact') : t('week.bands')}
          </button>
        ))}
      </div>
      <div className="chips">
        <button type="button" onClick={() => preset([0, 1, 2, 3, 4], 14, 18)}>
          {t('week.weekdayAfternoons')}
        </button>
        <button type="button" onClick={() => preset([5, 6], 8, 18)}>
          {t('week.weekend')}
        </button>
        <button type="button" onClick={() => onChange(new Set())}>
          {t('week.clear')}
        </button>
      </div>
      <p className="soft small">{t('week.hint')}</p>
      <Grid rows={exact ? hourRows() : bandRows()} week={week} onChange={onChange} />
      <CopyDay week={week} onChange={onChange} />
    </>
  );
}

function Pause({
  until,
  onChange,
}: {
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
}) {
  return (
    <>
      <Switch
        className="switch"
        isSelected={until !== null}
        onChange={(on) => onChange(on ? addDays(localDay(), PAUSE_DAYS) : null)}
      >
        <span className="track" />
        <span>{t('week.pause')}</span>
      </Switch>
      {until ? (
        <div className="field">
          <label htmlFor="pause-until">{t('week.pauseUntil')}</label>
          <input
            id="pause-until"
            type="date"
            value={until}
            min={addDays(localDay(), 1)}
            onChange={(event) => onChange(event.target.value || null)}
          />
          <p className="hint">{t('week.paused', { day: dayInWords(until) })}</p>
        </div>
      ) : null}
    </>
  );
}
