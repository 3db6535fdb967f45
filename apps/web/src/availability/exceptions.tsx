import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { exceptionsQuery } from '../api/helper-queries.js';
import { useAct } from '../api/use-act.js';
import { Choice } from '../ui/choice.js';
import { Field, Group, type Wrong } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Times } from '../ui/times.js';
import { Wrongs } from '../ui/wrongs.js';
import { dayInWords, localDay, span } from '../words/time.js';
import { t } from '../words/words.js';

type Exception = Schemas['ExceptionDto'];
type Kind = Exception['kind'];

const KINDS: readonly Kind[] = ['away', 'extra', 'only'];
const AFTERNOON = { startTime: '15:00', endTime: '17:00' };

/** Dates that differ from the week: away, free beyond it, or free at other hours alone. */
export function Exceptions({ memberId }: { readonly memberId: string }) {
  const query = useQuery(exceptionsQuery(memberId));
  return (
    <section className="section" aria-labelledby="exceptions">
      <h2 id="exceptions">{t('week.exceptions')}</h2>
      <Loaded query={query}>
        {(all) => {
          const coming = all.filter(({ firstDay, lastDay }) => (lastDay ?? firstDay) >= localDay());
          if (coming.length === 0) return <p className="empty">{t('week.noExceptions')}</p>;
          return (
            <ul className="plain">
              {coming.map((one) => (
                <Row key={one.id} exception={one} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <Add memberId={memberId} />
    </section>
  );
}

function Row({
  exception: { id, kind, firstDay, lastDay, startTime, endTime },
}: {
  readonly exception: Exception;
}) {
  const remove = useAct((one: string) =>
    answered(api.DELETE('/v1/exceptions/{id}', { params: { path: { id: one } } })),
  );
  const days = [firstDay, ...(lastDay && lastDay !== firstDay ? [lastDay] : [])].map((day) =>
    dayInWords(day, false),
  );
  return (
    <li className="card row">
      <span>
        <span className={kind === 'away' ? 'mark warn' : 'mark good'}>{t(`week.${kind}`)}</span>{' '}
        {days.join(' – ')}
        {startTime && endTime ? <bdi dir="ltr">{` ${span(startTime, endTime)}`}</bdi> : null}
      </span>
      <ProblemBox problem={remove.problem} />
      <button className="button quiet" type="button" onClick={() => remove.run(id)}>
        {t('week.remove')}
      </button>
    </li>
  );
}

function Add({ memberId }: { readonly memberId: string }) {
  const [kind, setKind] = useState<Kind>('away');
  const [wholeDay, setWholeDay] = useState(true);
  const [times, setTimes] = useState(AFTERNOON);
  const [firstDay, setFirstDay] = useState('');
  const [lastDay, setLastDay] = useState('');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const add = useAct(
    (body: Schemas['NewExceptionDto'], key) =>
      answered(
        api.POST('/v1/helpers/{memberId}/exceptions', {
          params: { path: { memberId }, header: keyed(key) },
          body,
        }),
      ),
    () => {
      setFirstDay('');
      setLastDay('');
    },
  );
  // Away may be the whole day; hours that are given have a beginning and an end.
  const withTimes = kind !== 'away' || !wholeDay;
  const submit = () => {
    const found: Wrong[] = [];
    if (!firstDay) found.push({ field: 'firstDay', words: 'wrong.day' });
    if (lastDay && lastDay < firstDay) found.push({ field: 'lastDay', words: 'wrong.until' });
    if (withTimes && times.endTime <= times.startTime) found.push({ field: 'endTime', words: 'wrong.times' });
    setWrongs(found);
    if (found.length === 0)
      add.run({ kind, firstDay, ...(lastDay ? { lastDay } : {}), ...(withTimes ? times : {}) });
  };
  return (
    <details>
      <summary>{t('week.add')}</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Wrongs wrongs={wrongs} />
        <ProblemBox problem={add.problem} />
        <Group id="kind" label={t('week.kind')}>
          <div className="choices two">
            {KINDS.map((one) => (
              <Choice
                key={one}
                kind="radio"
                name="kind"
                value={one}
                label={t(`week.${one}`)}
                hint={t(`week.${one}Hint`)}
                chosen={kind === one}
                onChoose={() => setKind(one)}
              />
            ))}
          </div>
        </Group>
        <div className="pair">
          <Field id="firstDay" label={t('week.firstDay')} wrongs={wrongs}>
            {(props) => (
              <input
                {...props}
                type="date"
                min={localDay()}
                value={firstDay}
                onChange={(event) => setFirstDay(event.target.value)}
              />
            )}
          </Field>
          <Field id="lastDay" label={t('week.lastDay')} wrongs={wrongs}>
            {(props) => (
              <input
                {...props}
                type="date"
                min={firstDay || localDay()}
                value={lastDay}
                onChange={(event) => setLastDay(event.target.value)}
              />
            )}
          </Field>
        </div>
        {kind === 'away' ? (
          <Choice
            kind="checkbox"
            name="wholeDay"
            value="yes"
            label={t('week.wholeDay')}
            chosen={wholeDay}
            onChoose={() => setWholeDay(!wholeDay)}
          />
        ) : null}
        {withTimes ? (
          <Times
            from={['startTime', times.startTime]}
            to={['endTime', times.endTime]}
            wrongs={wrongs}
            change={(part) => setTimes((before) => ({ ...before, ...part }))}
          />
        ) : null}
        <button className="button" type="submit" data-pending={add.pending || undefined}>
          {t('week.addIt')}
        </button>
      </form>
    </details>
  );
}
