import { useNames } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Field, Group } from '../ui/field.js';
import { Times } from '../ui/times.js';
import { addDays, localDay, weekdayInShort, weekdayName, weekdayOf } from '../words/time.js';
import { t } from '../words/words.js';
import type { StepProps } from './ask.js';
import { MOST_DAYS } from './days.rules.js';

const WEEK = [1, 2, 3, 4, 5, 6, 7];
type PartProps = Omit<StepProps, 'household' | 'addChildren'>;

/** Which day and which hours; once, or every week until a day. */
export function When({ draft, change, wrongs }: PartProps) {
  const { categories } = useNames();
  const drives = categories.find(({ id }) => id === draft.categoryId)?.needsDropOff;
  const weekly = draft.frequency === 'weekly';
  return (
    <>
      <Group id="frequency" label={t('ask.often')}>
        <div className="choices two">
          {(['once', 'weekly'] as const).map((frequency) => (
            <Choice
              key={frequency}
              kind="radio"
              name="frequency"
              value={frequency}
              label={t(`ask.${frequency}`)}
              chosen={draft.frequency === frequency}
              onChoose={() => change({ frequency })}
            />
          ))}
        </div>
      </Group>
      <Field id="firstDay" label={weekly ? t('ask.from') : t('ask.day')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            type="date"
            value={draft.firstDay}
            min={localDay()}
            max={addDays(localDay(), MOST_DAYS)}
            onChange={(event) => change({ firstDay: event.target.value })}
          />
        )}
      </Field>
      <Times
        from={['startTime', draft.startTime]}
        to={['endTime', draft.endTime]}
        wrongs={wrongs}
        change={change}
      />
      {weekly ? <Weekly draft={draft} change={change} wrongs={wrongs} /> : null}
      {drives ? <Return draft={draft} change={change} wrongs={wrongs} /> : null}
    </>
  );
}

function Weekly({ draft, change, wrongs }: PartProps) {
  const chosen = draft.weekdays.length > 0 ? draft.weekdays : [weekdayOf(draft.firstDay)];
  const toggle = (day: number) => {
    const next = chosen.includes(day) ? chosen.filter((one) => one !== day) : [...chosen, day];
    if (next.length > 0) change({ weekdays: next.sort() });
  };
  return (
    <>
      <Group id="weekdays" label={t('ask.weekdays')}>
        <div className="days">
          {WEEK.map((day) => (
            <label className="day" key={day}>
              <input
                type="checkbox"
                checked={chosen.includes(day)}
                aria-label={weekdayName(day)}
                onChange={() => toggle(day)}
              />
              <span aria-hidden="true">{weekdayInShort(day)}</span>
            </label>
          ))}
        </div>
      </Group>
      <Field id="untilDay" label={t('ask.until')} hint={t('ask.untilHint')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            type="date"
            value={draft.untilDay}
            min={draft.firstDay}
            max={draft.firstDay ? addDays(draft.firstDay, MOST_DAYS) : undefined}
            onChange={(event) => change({ untilDay: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Return({ draft, change, wrongs }: PartProps) {
  return (
    <Group id="returns" label={t('ask.return')}>
      <Choice
        kind="checkbox"
        name="returns"
        value="yes"
        label={t('ask.returnYes')}
        chosen={draft.returns}
        onChoose={() => change({ returns: !draft.returns })}
      />
      {draft.returns ? (
        <Times
          from={['returnStart', draft.returnStart]}
          to={['returnEnd', draft.returnEnd]}
          wrongs={wrongs}
          change={change}
        />
      ) : null}
    </Group>
  );
}
