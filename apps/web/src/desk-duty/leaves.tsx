import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { coordinatorsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { fullName } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 50;

/** When a coordinator is away, and who answers for their cases meanwhile. */
export function Leaves() {
  const query = useInfiniteQuery({
    queryKey: ['leaves'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/leaves', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Addable title={t('leaves.title')} add={t('leaves.add')} form={(close) => <NewLeave done={close} />}>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('leaves.none')}</p>;
          return (
            <ul className="lines">
              {all.map((leave) => (
                <Leave key={leave.id} leave={leave} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </Addable>
  );
}

function Leave({ leave }: { readonly leave: Schemas['LeaveDto'] }) {
  const { data: coordinators = [] } = useQuery(coordinatorsQuery);
  const nameOf = (id: string) => {
    const found = coordinators.find((one) => one.id === id);
    return found ? fullName(found) : t('duty.somebody');
  };
  const off = useAct<string, unknown>((id) =>
    answered(api.DELETE('/v1/leaves/{id}', { params: { path: { id } } })),
  );
  return (
    <li className="row reading">
      <span>
        <strong dir="auto">{nameOf(leave.coordinatorId)}</strong>
        <br />
        <span className="soft">
          {t('leaves.days', { from: dayInWords(leave.firstDay), until: dayInWords(leave.lastDay) })} ·{' '}
          <bdi>{t('leaves.coveredBy', { name: nameOf(leave.coverId) })}</bdi>
        </span>
      </span>
      <ProblemBox problem={off.problem} />
      <button
        className="button quiet bad"
        type="button"
        data-pending={off.pending || undefined}
        onClick={() => off.run(leave.id)}
      >
        {t('leaves.remove')}
      </button>
    </li>
  );
}

function NewLeave({ done }: { done(): void }) {
  const { me } = useSession();
  const { data: coordinators = [] } = useQuery(coordinatorsQuery);
  const add = useAct(
    (body: Schemas['NewLeaveDto'], key) =>
      answered(api.POST('/v1/leaves', { params: { header: keyed(key) }, body })),
    done,
  );
  const options = coordinators.map((one) => (
    <option key={one.id} value={one.id}>
      {fullName(one)}
    </option>
  ));
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '');
        add.run({
          coordinatorId: text('coordinatorId'),
          coverId: text('coverId'),
          firstDay: text('firstDay'),
          lastDay: text('lastDay'),
        });
      }}
    >
      <p className="hintbox">{t('leaves.hint')}</p>
      <ProblemBox problem={add.problem} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('leaves.who')}</span>
          <select name="coordinatorId" required defaultValue={me.memberId} key={coordinators.length}>
            {options}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('leaves.cover')}</span>
          <select name="coverId" required defaultValue="">
            <option value="">{t('ask.choose')}</option>
            {options}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('closures.first')}</span>
          <input name="firstDay" type="date" required min={localDay()} />
        </label>
        <label className="field">
          <span className="label">{t('closures.last')}</span>
          <input name="lastDay" type="date" required min={localDay()} />
        </label>
      </div>
      <button className="button main" type="submit" data-pending={add.pending || undefined}>
        {t('leaves.save')}
      </button>
    </form>
  );
}
