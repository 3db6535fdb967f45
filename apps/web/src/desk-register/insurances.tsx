import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Rows } from '../ui/rows.js';
import { dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 100;

/** What covers those who give time for the body whose register is shown. */
export function Insurances({ organisationId }: { readonly organisationId: string | undefined }) {
  const { roles } = useSession();
  const edits =
    roles.includes('administrator') || (roles.includes('coordinator') && organisationId !== undefined);
  const query = useQuery({
    queryKey: ['register', 'insurances', organisationId],
    queryFn: async () =>
      (await answered(api.GET('/v1/insurances', { params: { query: { organisationId, limit: PAGE } } })))
        .items,
  });
  return (
    <Addable
      title={t('insurance.title')}
      add={edits ? t('insurance.add') : undefined}
      form={(close) => <NewInsurance organisationId={organisationId} done={close} />}
    >
      <Rows query={query} none={organisationId ? t('insurance.noneOfBody') : t('insurance.noneOfCommunity')}>
        {(one) => <InsuranceRow key={one.id} one={one} edits={edits} />}
      </Rows>
    </Addable>
  );
}

function InsuranceRow({ one, edits }: { readonly one: Schemas['InsuranceDto']; readonly edits: boolean }) {
  const { insurer, contract, firstDay, lastDay } = one;
  const today = localDay();
  const over = lastDay !== null && lastDay < today;
  const mark = over ? t('insurance.over') : firstDay > today ? t('insurance.later') : t('insurance.counts');
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong dir="auto">{[insurer, contract].filter(Boolean).join(' · ')}</strong>
          <span className={over || firstDay > today ? 'mark soft' : 'mark good'}>{mark}</span>
        </span>
        <span className="soft small">
          {lastDay
            ? t('insurance.days', { from: dayInWords(firstDay), until: dayInWords(lastDay) })
            : t('insurance.from', { from: dayInWords(firstDay) })}
        </span>
        {edits && !over ? <Ends one={one} /> : null}
      </div>
    </li>
  );
}

/** Sets the last day; visits beyond it are flagged. */
function Ends({ one: { id, firstDay, lastDay } }: { readonly one: Schemas['InsuranceDto'] }) {
  const end = useAct((wanted: string, key) =>
    answered(
      api.POST('/v1/insurances/{id}/end', {
        params: { path: { id }, header: keyed(key) },
        body: { lastDay: wanted },
      }),
    ),
  );
  const earliest = [firstDay, localDay()].sort()[1]!;
  return (
    <details>
      <summary>{t('insurance.end')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          end.run(String(new FormData(event.currentTarget).get('lastDay') ?? ''));
        }}
      >
        <p className="hintbox">{t('insurance.endHint')}</p>
        <ProblemBox problem={end.problem} />
        <label className="field">
          <span className="label">{t('insurance.lastDay')}</span>
          <input name="lastDay" type="date" required min={earliest} defaultValue={lastDay ?? earliest} />
        </label>
        <button className="button" type="submit" data-pending={end.pending || undefined}>
          {t('app.save')}
        </button>
      </form>
    </details>
  );
}

function NewInsurance({
  organisationId,
  done,
}: {
  readonly organisationId: string | undefined;
  done(): void;
}) {
  const record = useAct(
    (body: Schemas['NewInsuranceDto'], key) =>
      answered(api.POST('/v1/insurances', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const told = (name: string) => String(form.get(name) ?? '').trim() || undefined;
        record.run({
          organisationId,
          insurer: told('insurer') ?? '',
          contract: told('contract'),
          firstDay: told('firstDay') ?? '',
          lastDay: told('lastDay'),
        });
      }}
    >
      <p className="hintbox">{t('insurance.hint')}</p>
      <ProblemBox problem={record.problem} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('insurance.insurer')}</span>
          <input name="insurer" required dir="auto" maxLength={200} autoComplete="off" />
        </label>
        <label className="field">
          <span className="label">{t('insurance.contract')}</span>
          <input name="contract" dir="auto" maxLength={100} autoComplete="off" />
        </label>
        <label className="field">
          <span className="label">{t('insurance.firstDay')}</span>
          <input name="firstDay" type="date" required defaultValue={localDay()} />
        </label>
        <label className="field">
          <span className="label">{t('insurance.lastDayIfKnown')}</span>
          <input name="lastDay" type="date" min={localDay()} />
        </label>
      </div>
      <button className="button main" type="submit" data-pending={record.pending || undefined}>
        {t('insurance.add')}
      </button>
    </form>
  );
}
