import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { FormActs } from '../ui/form-acts.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { addDays, clock, dayInWords, localDay, locale, minutesOf } from '../words/time.js';
import { said, t } from '../words/words.js';

type Line = Schemas['PolicyLineDto'];

/** The community's rules as they are today and from which day they change; an administrator dates a new value. */
export function Policies() {
  const query = useQuery({
    queryKey: ['policies'],
    queryFn: () => answered(api.GET('/v1/policies')),
  });
  return (
    <section className="section">
      <h2>{t('policies.title')}</h2>
      <Loaded query={query}>
        {(lines) => (
          <ul className="rows card">
            {lines.map((line) => (
              <Policy key={line.key} line={line} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

/** Those that are a time of the day: kept as minutes after midnight, shown and asked for as a clock does. */
const isTime = (key: string): boolean => /(From|Until)Minute$/.test(key);

const whole = new Intl.NumberFormat(locale);
const shown = (key: string, value: unknown): string =>
  isTime(key)
    ? clock(Number(value))
    : typeof value === 'boolean'
      ? t(value ? 'policies.yes' : 'policies.no')
      : typeof value === 'number'
        ? whole.format(value)
        : String(value ?? '–');

function Policy({ line }: { readonly line: Line }) {
  const { roles } = useSession();
  const [editing, setEditing] = useState(false);
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong>{said(`policy.${line.key}`) ?? line.meaning}</strong>
          <bdi className="mark soft">{shown(line.key, line.value)}</bdi>
        </span>
        {line.upcoming.map(({ value, validFrom }) => (
          <span key={validFrom} className="small soft">
            {t('policies.upcoming', { value: shown(line.key, value), day: dayInWords(validFrom) })}
          </span>
        ))}
        {editing ? <SetPolicy line={line} done={() => setEditing(false)} /> : null}
        {!editing && roles.includes('administrator') ? (
          <button className="button quiet" type="button" onClick={() => setEditing(true)}>
            {t('policies.change')}
          </button>
        ) : null}
      </div>
    </li>
  );
}

function SetPolicy({ line, done }: { readonly line: Line; done(): void }) {
  const isClock = isTime(line.key);
  const isNumber = !isClock && typeof line.default === 'number';
  const isSwitch = typeof line.default === 'boolean';
  const set = useAct(
    (body: Schemas['SetPolicyDto'], key) =>
      answered(api.POST('/v1/policies', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const typed = String(form.get('value') ?? '');
        const value = isSwitch
          ? typed === 'true'
          : isClock
            ? minutesOf(typed)
            : isNumber
              ? Number(typed)
              : typed || null;
        set.run({
          key: line.key,
          value,
          validFrom: String(form.get('validFrom')),
        } as Schemas['SetPolicyDto']);
      }}
    >
      <ProblemBox problem={set.problem} />
      <label className="field">
        <span className="label">{t('policies.value')}</span>
        {isSwitch ? (
          <select name="value" defaultValue={String(line.value)}>
            <option value="true">{t('policies.yes')}</option>
            <option value="false">{t('policies.no')}</option>
          </select>
        ) : (
          <input
            name="value"
            type={isClock ? 'time' : isNumber ? 'number' : 'text'}
            required={isClock || isNumber}
            defaultValue={
              line.value === null ? '' : isClock ? shown(line.key, line.value) : String(line.value)
            }
          />
        )}
      </label>
      <label className="field">
        <span className="label">{t('policies.from')}</span>
        <input name="validFrom" type="date" required min={localDay()} defaultValue={addDays(localDay(), 1)} />
      </label>
      <FormActs act={t('policies.save')} pending={set.pending} cancel={done} />
    </form>
  );
}
