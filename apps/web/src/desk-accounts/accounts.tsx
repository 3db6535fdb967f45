import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { sharedAccountsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { CodeOf } from '../ui/code-of.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { OrganisationSelect } from '../ui/organisation-select.js';
import { Page } from '../ui/page.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';
import { Pay } from './pay.js';
import { Statement } from './statement.js';

type Account = Schemas['ListedAccountDto'];

const PAGE = 50;
const MOST_REASON = 300;
const MOST_MINUTES = 6_000;

/** Who has how many hours; corrections by a transfer of their own, never by changing one. */
export function Accounts() {
  const { roles } = useSession();
  const { data: pool } = useQuery({
    queryKey: ['account', 'pool'],
    queryFn: () => answered(api.GET('/v1/pool')),
  });
  const query = useInfiniteQuery({
    queryKey: ['account', 'desk'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/accounts', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const corrects = roles.some((role) => role === 'coordinator' || role === 'administrator');
  return (
    <Page
      title={t('accounts.title')}
      lead={pool ? t('give.pool', { hours: duration(pool.balanceMinutes) }) : undefined}
    >
      {corrects ? <Shared corrects={corrects} /> : null}
      <Addable
        title={t('accounts.all')}
        add={corrects ? t('accounts.correct') : undefined}
        form={(close) => <Correct done={close} />}
      >
        <Loaded query={query}>
          {({ pages }) => (
            <ul className="rows card">
              {pages
                .flatMap(({ items }) => items)
                .map((account) => (
                  <Row key={account.id} account={account} corrects={corrects} />
                ))}
            </ul>
          )}
        </Loaded>
        <More query={query} />
      </Addable>
    </Page>
  );
}

function Row({ account, corrects }: { readonly account: Account; readonly corrects: boolean }) {
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          {account.memberId ? (
            <Owner id={account.memberId} name={account.ownerName} />
          ) : (
            <strong dir="auto">{account.name ?? t(`accounts.kind.${account.kind}`)}</strong>
          )}
          <span className={account.balanceMinutes < 0 ? 'mark warn' : 'mark'}>
            {duration(account.balanceMinutes)}
          </span>
        </span>
        {account.heldMinutes > 0 ? (
          <span className="soft small">{t('balance.held', { hours: duration(account.heldMinutes) })}</span>
        ) : null}
        <Movements accountId={account.id} corrects={corrects} />
      </div>
    </li>
  );
}

/** Auditors know people by their ids alone. */
function Owner({ id, name }: { readonly id: string; readonly name: string | null }) {
  if (name === null) return <CodeOf id={id} />;
  return (
    <Link to="/co/people/$id" params={{ id }} dir="auto">
      {name}
    </Link>
  );
}

function Movements(account: { readonly accountId: string; readonly corrects: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button className="button quiet" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('balance.statement')}
      </button>
      {open ? <Statement {...account} /> : null}
    </>
  );
}

/** From the bank's account to somebody's, or back; its reason stays on both statements. */
function Correct({ done }: { done(): void }) {
  const [memberId, choose] = useState('');
  const adjust = useAct(
    (body: Schemas['AdjustDto'], key) =>
      answered(api.POST('/v1/adjustments', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        adjust.run({
          memberId,
          minutes: Number(form.get('minutes')),
          reason: String(form.get('reason') ?? '').trim(),
        });
      }}
    >
      <p className="hintbox">{t('accounts.correctHint')}</p>
      <ProblemBox problem={adjust.problem} />
      <PersonPick id="account-of" label={t('accounts.of')} chosen={memberId} onChoose={choose} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('accounts.minutes')}</span>
          <input name="minutes" type="number" required min={-MOST_MINUTES} max={MOST_MINUTES} step={1} />
        </label>
        <label className="field">
          <span className="label">{t('people.reason')}</span>
          <input name="reason" required dir="auto" maxLength={MOST_REASON} />
        </label>
      </div>
      <button
        className="button main"
        type="submit"
        disabled={!memberId}
        data-pending={adjust.pending || undefined}
      >
        {t('accounts.correct')}
      </button>
    </form>
  );
}

/** Accounts of groups and organisations, to which hours can be given; who leads one reads what moved it. */
function Shared({ corrects }: { readonly corrects: boolean }) {
  const { data: shared = [] } = useQuery(sharedAccountsQuery);
  return (
    <Addable
      title={t('accounts.shared')}
      add={t('accounts.open')}
      form={(close) => <NewShared done={close} />}
    >
      {shared.length === 0 ? <p className="empty">{t('accounts.noShared')}</p> : null}
      <ul className="lines">
        {shared.map((account) => (
          <li key={account.id} className="reading">
            <span className="row">
              <span dir="auto">{account.name}</span>
              <span className="mark soft">{t(`accounts.kind.${account.kind}`)}</span>
            </span>
            {account.led ? <Movements accountId={account.id} corrects={corrects} /> : null}
            {account.pays ? <Pay account={account} /> : null}
          </li>
        ))}
      </ul>
    </Addable>
  );
}

function NewShared({ done }: { done(): void }) {
  const [organisationId, setOrganisation] = useState('');
  const [name, setName] = useState('');
  const open = useAct(
    (body: Schemas['NewSharedAccountDto'], key) =>
      answered(api.POST('/v1/shared-accounts', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        open.run(
          organisationId ? { kind: 'organisation', organisationId } : { kind: 'group', name: name.trim() },
        );
      }}
    >
      <ProblemBox problem={open.problem} />
      <label className="field">
        <span className="label">{t('people.organisation')}</span>
        <OrganisationSelect
          none={t('accounts.kind.group')}
          value={organisationId}
          onChange={setOrganisation}
        />
      </label>
      {organisationId ? null : (
        <label className="field">
          <span className="label">{t('closures.name')}</span>
          <input
            required
            dir="auto"
            maxLength={80}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
      )}
      <button className="button main" type="submit" data-pending={open.pending || undefined}>
        {t('accounts.open')}
      </button>
    </form>
  );
}
