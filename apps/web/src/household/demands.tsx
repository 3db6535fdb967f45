import { useQuery } from '@tanstack/react-query';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { Addable } from '../ui/addable.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';
import type { Home } from './household.js';

type Demands = Schemas['HouseholdRequirementsDto'];

/** What this household asks of everybody who helps it, whatever the help. */
export function Demands({ home }: { readonly home: Home }) {
  const query = useQuery({
    queryKey: ['household', home.id, 'demands'],
    queryFn: () =>
      answered(api.GET('/v1/households/{id}/requirements', { params: { path: { id: home.id } } })),
  });
  return (
    <Addable
      title={t('demands.title')}
      add={t('demands.add')}
      form={(close) => (query.data ? <NewDemand home={home} known={query.data} done={close} /> : null)}
    >
      <Loaded query={query}>
        {(known) =>
          known.items.length === 0 ? (
            <p className="empty">{t('demands.none')}</p>
          ) : (
            <ul className="lines">
              {known.items.map((one) => (
                <Demand key={one.credentialTypeId} home={home} known={known} one={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Addable>
  );
}

/** All of them are set at once; those not named end. */
function useDemands(home: Home, known: Demands, done?: () => void) {
  return useAct(
    (requirements: Schemas['HouseholdDemandsDto']['requirements']) =>
      answered(
        api.PUT('/v1/households/{id}/requirements', {
          params: { path: { id: home.id }, header: ifMatch(known.version) },
          body: { requirements },
        }),
      ),
    done,
  );
}

const plain = ({ credentialTypeId, validUntil }: Demands['items'][number]) => ({
  credentialTypeId,
  validUntil,
});

function Demand({
  home,
  known,
  one,
}: {
  readonly home: Home;
  readonly known: Demands;
  readonly one: Demands['items'][number];
}) {
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const act = useDemands(home, known);
  const name = types.find(({ id }) => id === one.credentialTypeId)?.name ?? '–';
  return (
    <li className="row reading">
      <span>
        <span dir="auto">{name}</span>
        {one.validUntil ? (
          <>
            <br />
            <span className="soft small">{t('demands.until', { day: dayInWords(one.validUntil) })}</span>
          </>
        ) : null}
      </span>
      <ProblemBox problem={act.problem} />
      <button
        className="button quiet bad"
        type="button"
        aria-label={t('demands.endOf', { name })}
        data-pending={act.pending || undefined}
        onClick={() => act.run(known.items.filter((other) => other !== one).map(plain))}
      >
        {t('demands.end')}
      </button>
    </li>
  );
}

function NewDemand({ home, known, done }: { readonly home: Home; readonly known: Demands; done(): void }) {
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const act = useDemands(home, known, done);
  const open = types.filter(({ id }) => !known.items.some((one) => one.credentialTypeId === id));
  if (open.length === 0) return <p className="hintbox">{t('demands.all')}</p>;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const wanted = {
          credentialTypeId: String(form.get('type')),
          validUntil: String(form.get('until') ?? '') || null,
        };
        act.run([...known.items.map(plain), wanted]);
      }}
    >
      <p className="hintbox">{t('demands.hint')}</p>
      <ProblemBox problem={act.problem} />
      <label className="field">
        <span className="label">{t('demands.what')}</span>
        <select name="type" required>
          {open.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span className="label">{t('demands.untilDay')}</span>
        <input name="until" type="date" min={localDay()} />
      </label>
      <button className="button main" type="submit" data-pending={act.pending || undefined}>
        {t('demands.set')}
      </button>
    </form>
  );
}
