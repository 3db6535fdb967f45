import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { coordinatorsQuery, organisationsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { Field, type Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { OrganisationSelect } from '../ui/organisation-select.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Times } from '../ui/times.js';
import { Wrongs } from '../ui/wrongs.js';
import { instantOf, localDay, now, visitPeriod } from '../words/time.js';
import { t } from '../words/words.js';
import { Leaves } from './leaves.js';

const PAGE = 50;

/** Who is called when somebody does not arrive: now, and in the days to come. */
export function Duty() {
  const query = useInfiniteQuery({
    queryKey: ['duty-shifts'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/duty-shifts', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('duty.title')} lead={t('duty.lead')}>
      <NewShift />
      <section className="section" aria-labelledby="shifts">
        <h2 id="shifts">{t('duty.shifts')}</h2>
        <Loaded query={query}>
          {({ pages }) => {
            const shifts = pages.flatMap(({ items }) => items);
            if (shifts.length === 0) return <p className="empty">{t('duty.none')}</p>;
            return (
              <ul className="lines">
                {shifts.map((shift) => (
                  <Shift key={shift.id} shift={shift} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <More query={query} />
      </section>
      <Leaves />
    </Page>
  );
}

function Shift({ shift }: { readonly shift: Schemas['DutyShiftDto'] }) {
  const { data: coordinators = [] } = useQuery(coordinatorsQuery);
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const who = coordinators.find(({ id }) => id === shift.coordinatorId);
  const name = [who?.givenName, who?.familyName].filter(Boolean).join(' ') || t('duty.somebody');
  const off = useAct<string, unknown>((id) =>
    answered(api.DELETE('/v1/duty-shifts/{id}', { params: { path: { id } } })),
  );
  const isNow = new Date(shift.startsAt) <= now() && now() < new Date(shift.endsAt);
  return (
    <li className="row reading">
      <span>
        <strong dir="auto">{name}</strong> {isNow ? <span className="mark good">{t('duty.now')}</span> : null}
        <br />
        <span className="soft">
          {visitPeriod(shift.startsAt, shift.endsAt)} ·{' '}
          {organisations.find(({ id }) => id === shift.organisationId)?.name ?? t('duty.everybody')}
        </span>
      </span>
      <ProblemBox problem={off.problem} />
      <button
        className="button quiet bad"
        type="button"
        aria-label={t('duty.takeOffWho', { name, when: visitPeriod(shift.startsAt, shift.endsAt) })}
        data-pending={off.pending || undefined}
        onClick={() => off.run(shift.id)}
      >
        {t('duty.takeOff')}
      </button>
    </li>
  );
}

interface Wanted {
  readonly coordinatorId: string;
  readonly organisationId: string;
  readonly day: string;
  readonly startTime: string;
  readonly endTime: string;
}

function NewShift() {
  const { data: coordinators = [] } = useQuery(coordinatorsQuery);
  const [wanted, setWanted] = useState<Wanted>({
    coordinatorId: '',
    organisationId: '',
    day: localDay(),
    startTime: '08:00',
    endTime: '20:00',
  });
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const change = (part: Partial<Wanted>) => setWanted((before) => ({ ...before, ...part }));
  const add = useAct((body: Schemas['NewDutyShiftDto'], key) =>
    answered(api.POST('/v1/duty-shifts', { params: { header: keyed(key) }, body })),
  );
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found: Wrong[] = [];
        if (!wanted.coordinatorId) found.push({ field: 'coordinatorId', words: 'wrong.coordinator' });
        if (!wanted.day) found.push({ field: 'day', words: 'wrong.day' });
        if (wanted.endTime <= wanted.startTime) found.push({ field: 'endTime', words: 'wrong.times' });
        setWrongs(found);
        if (found.length > 0) return;
        add.run({
          coordinatorId: wanted.coordinatorId,
          organisationId: wanted.organisationId || undefined,
          startsAt: instantOf(wanted.day, wanted.startTime),
          endsAt: instantOf(wanted.day, wanted.endTime),
        });
      }}
    >
      <h2>{t('duty.add')}</h2>
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={add.problem} />
      <div className="columns-two">
        <Field id="coordinatorId" label={t('duty.who')} wrongs={wrongs}>
          {(props) => (
            <select
              {...props}
              value={wanted.coordinatorId}
              onChange={(event) => change({ coordinatorId: event.target.value })}
            >
              <option value="">{t('ask.choose')}</option>
              {coordinators.map(({ id, givenName, familyName }) => (
                <option key={id} value={id}>
                  {[givenName, familyName].filter(Boolean).join(' ')}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="organisationId" label={t('duty.for')}>
          {(props) => (
            <OrganisationSelect
              {...props}
              none={t('duty.everybody')}
              value={wanted.organisationId}
              onChange={(organisationId) => change({ organisationId })}
            />
          )}
        </Field>
        <Field id="day" label={t('ask.day')} wrongs={wrongs}>
          {(props) => (
            <input
              {...props}
              type="date"
              min={localDay()}
              value={wanted.day}
              onChange={(event) => change({ day: event.target.value })}
            />
          )}
        </Field>
        <Times
          from={['startTime', wanted.startTime]}
          to={['endTime', wanted.endTime]}
          wrongs={wrongs}
          change={change}
        />
      </div>
      <FormActs act={t('duty.add')} pending={add.pending} />
    </form>
  );
}
