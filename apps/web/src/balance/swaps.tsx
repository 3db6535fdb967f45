import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { assignmentsQuery, memberQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { Field } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Stepper } from '../ui/stepper.js';
import { categoryName } from '../words/known-names.js';
import { dayInWords, duration, localDay } from '../words/time.js';
import { t } from '../words/words.js';

type Exchange = Schemas['ExchangeDto'];

const PAGE = 20;
const STEP_MINUTES = 15;
const MOST_MINUTES = 24 * 60;

export const swapsQuery = queryOptions({
  queryKey: ['exchanges'],
  queryFn: async () =>
    (await answered(api.GET('/v1/exchanges', { params: { query: { limit: PAGE } } }))).items,
});

/** Hours that two adults swapped by themselves: one writes it down, the other says yes. */
export function Swaps() {
  const { categories } = useNames();
  const possible = categories.filter(({ directExchange }) => directExchange);
  const { data: swaps = [] } = useQuery(swapsQuery);
  if (possible.length === 0 && swaps.length === 0) return null;
  return (
    <Addable
      title={t('swaps.title')}
      add={possible.length > 0 ? t('swaps.add') : undefined}
      form={(close) => <NewSwap kinds={possible} done={close} />}
    >
      <p className="soft">{t('swaps.hint')}</p>
      <ul className="plain">
        {swaps.map((swap) => (
          <Swap key={swap.id} swap={swap} />
        ))}
      </ul>
    </Addable>
  );
}

function Swap({ swap }: { readonly swap: Exchange }) {
  const { me } = useSession();
  const { category } = useNames();
  const gave = swap.giverId === me.memberId;
  const { data: other } = useQuery({ ...memberQuery(gave ? swap.receiverId : swap.giverId), retry: false });
  const answer = useAct((word: 'confirm' | 'refuse', key) =>
    answered(
      api.POST(`/v1/exchanges/{id}/${word}`, {
        params: { path: { id: swap.id }, header: keyed(key) },
      }),
    ),
  );
  const waits = swap.state === 'recorded' && swap.recordedBy !== me.memberId;
  const name = other?.givenName ?? t('swaps.somebody');
  return (
    <li className={waits ? 'card fresh' : 'card'}>
      <div className="row">
        <span dir="auto">
          <b>{t(gave ? 'swaps.gave' : 'swaps.received', { name, hours: duration(swap.minutes) })}</b>
          <br />
          <span className="soft small">{`${category(swap.categoryId)} · ${dayInWords(swap.happenedOn)}`}</span>
        </span>
        <span className={`mark ${swap.state === 'confirmed' ? 'good' : 'soft'}`}>
          {t(`swaps.state.${swap.state}`)}
        </span>
      </div>
      <ProblemBox problem={answer.problem} />
      {waits ? (
        <div className="acts">
          <button
            className="button main"
            type="button"
            data-pending={answer.pending || undefined}
            onClick={() => answer.run('confirm')}
          >
            {t('swaps.yes')}
          </button>
          <button className="button quiet" type="button" onClick={() => answer.run('refuse')}>
            {t('swaps.no')}
          </button>
        </div>
      ) : null}
    </li>
  );
}

/** With somebody one has met: nobody looks through the names of others. */
function NewSwap({ kinds, done }: { readonly kinds: readonly Schemas['CategoryDto'][]; done(): void }) {
  const { me } = useSession();
  const { data: met = [] } = useQuery(assignmentsQuery);
  const people = new Map(
    met
      .filter(({ state, helperId }) => state === 'confirmed' && helperId !== me.memberId)
      .map(({ helperId, helperName }) => [helperId, helperName ?? t('swaps.somebody')]),
  );
  const [minutes, setMinutes] = useState(60);
  const record = useAct(
    (body: Schemas['NewExchangeDto'], key) =>
      answered(api.POST('/v1/exchanges', { params: { header: keyed(key) }, body })),
    done,
  );
  if (people.size === 0) return <p className="hintbox">{t('swaps.nobody')}</p>;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '');
        record.run({
          mySide: text('side') === 'received' ? 'received' : 'gave',
          otherMemberId: text('with'),
          categoryId: text('kind'),
          minutes,
          happenedOn: text('day'),
        });
      }}
    >
      <ProblemBox problem={record.problem} />
      <Field id="swap-with" label={t('swaps.with')}>
        {(props) => (
          <select {...props} name="with" required>
            {[...people].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="swap-side" label={t('swaps.side')}>
        {(props) => (
          <select {...props} name="side">
            <option value="gave">{t('swaps.iGave')}</option>
            <option value="received">{t('swaps.iReceived')}</option>
          </select>
        )}
      </Field>
      <Field id="swap-kind" label={t('swaps.kind')}>
        {(props) => (
          <select {...props} name="kind">
            {kinds.map((kind) => (
              <option key={kind.id} value={kind.id}>
                {categoryName(kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="swap-day" label={t('ask.day')}>
        {(props) => (
          <input {...props} name="day" type="date" required max={localDay()} defaultValue={localDay()} />
        )}
      </Field>
      <Stepper
        label={t('hours.minutes')}
        value={minutes}
        least={STEP_MINUTES}
        most={MOST_MINUTES}
        step={STEP_MINUTES}
        onChange={setMinutes}
      />
      <FormActs act={t('swaps.record')} pending={record.pending} />
    </form>
  );
}
