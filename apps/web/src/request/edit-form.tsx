import { useState, type ReactNode } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { isLong, MOST_DAYS } from '../ask/days.rules.js';
import { Field, type Wrong } from '../ui/field.js';
import { NoteField } from '../ui/note-field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Times } from '../ui/times.js';
import { seriesInWords } from '../ui/when.js';
import { Wrongs } from '../ui/wrongs.js';
import { addDays, localDay } from '../words/time.js';
import { t } from '../words/words.js';

type Request = Schemas['RequestDto'];

interface Edited {
  readonly startTime: string;
  readonly endTime: string;
  readonly untilDay: string;
  readonly note: string;
}

/** Its hours, its end, the words for the helper. */
export function EditForm({
  request,
  done,
  acts,
}: {
  readonly request: Request;
  done(): void;
  /** Where the act stands, and what leads back. */
  readonly acts: (save: ReactNode) => ReactNode;
}) {
  const { schedule } = request;
  const weekly = schedule.frequency === 'weekly';
  // What was typed stays when the request changes meanwhile; the rest follows it.
  const [typed, setTyped] = useState<Partial<Edited>>({});
  const edited: Edited = {
    startTime: schedule.startTime,
    endTime: schedule.endTime,
    untilDay: schedule.untilDay ?? schedule.firstDay,
    note: request.note ?? '',
    ...typed,
  };
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const change = (part: Partial<Edited>) => setTyped((before) => ({ ...before, ...part }));
  const save = useAct(
    (body: Schemas['EditRequestDto']) =>
      answered(
        api.PATCH('/v1/requests/{id}', {
          params: { path: { id: request.id }, header: ifMatch(request.version) },
          body,
        }),
      ),
    done,
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = wrongsOf(edited, weekly, schedule.firstDay);
        setWrongs(found);
        if (found.length === 0) save.run(patchOf(request, edited));
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={save.problem} />
      {save.problem?.conflict ? (
        <p className="hintbox" dir="auto">
          {t('app.now', { what: [seriesInWords(schedule), request.note].filter(Boolean).join(' · ') })}
        </p>
      ) : null}
      <Times
        from={['startTime', edited.startTime]}
        to={['endTime', edited.endTime]}
        wrongs={wrongs}
        change={change}
      />
      {weekly ? (
        <Field id="untilDay" label={t('ask.until')} wrongs={wrongs}>
          {(props) => (
            <input
              {...props}
              type="date"
              value={edited.untilDay}
              min={localDay()}
              max={addDays(schedule.firstDay, MOST_DAYS)}
              onChange={(event) => change({ untilDay: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <NoteField label={t('ask.note')} hint={t('ask.noteHint')} note={edited.note} change={change} />
      <p className="hintbox">{t('edit.hint')}</p>
      {acts(
        <button className="button main" type="submit" data-pending={save.pending || undefined}>
          {t('app.save')}
        </button>,
      )}
    </form>
  );
}

function wrongsOf({ startTime, endTime, untilDay }: Edited, weekly: boolean, firstDay: string): Wrong[] {
  const found: Wrong[] = [];
  if (endTime <= startTime) found.push({ field: 'endTime', words: 'wrong.times' });
  if (weekly && !(untilDay >= localDay())) found.push({ field: 'untilDay', words: 'wrong.past' });
  else if (weekly && isLong({ firstDay, untilDay })) found.push({ field: 'untilDay', words: 'wrong.long' });
  return found;
}

/** Only what was changed: hours that stay as they are disturb no visit. */
function patchOf({ schedule, note }: Request, edited: Edited): Schemas['EditRequestDto'] {
  const { startTime, endTime, untilDay } = edited;
  const words = edited.note.trim();
  const moved = startTime !== schedule.startTime || endTime !== schedule.endTime;
  const ends = schedule.frequency === 'weekly' && untilDay !== schedule.untilDay;
  return {
    ...(words === (note ?? '') ? {} : { note: words || null }),
    ...(moved || ends
      ? {
          schedule: {
            ...schedule,
            startTime,
            endTime,
            ...(schedule.frequency === 'weekly' ? { untilDay } : {}),
            // A shorter time within the hours does not outlive their change.
            ...(moved ? { durationMinutes: undefined } : {}),
          },
        }
      : {}),
  };
}
