import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { COMMA, dayAndTime, dayOf, times } from '../words/time.js';
import { t } from '../words/words.js';
import { datesOf, explanationOf, fitOf, type ProposedDate } from './explanation.js';
import type { PanelProps } from './item-panel.js';
import { Reasons } from './proposal-reasons.js';
import { useKeysSetting } from './queue-keys.js';
import { proposalQuery } from './queue-reads.js';
import { categoryWord } from './queue-words.js';
import { SecondApprover } from './second-approver.js';

type Proposal = Schemas['ProposalDetailDto'];

/** One proposal: who for whom and when, why, and the two answers to it. */
export function ProposalPanel(props: PanelProps) {
  const query = useQuery(proposalQuery(props.item.subjectId));
  return (
    <Loaded query={query}>
      {(proposal) => (
        <>
          <Head proposal={proposal} family={props.item.familyGivenName} />
          {proposal.state === 'proposed' ? null : (
            <p className="alert" role="status">
              {t('proposal.moved', { state: t(`proposal.state.${proposal.state}`) })}
            </p>
          )}
          {explanationOf(proposal).terms.length > 0 ? (
            <Reasons proposal={proposal} />
          ) : (
            <p>{t('proposal.byDesk')}</p>
          )}
          <Dates dates={datesOf(proposal)} />
          {proposal.state === 'proposed' ? <Decision {...props} proposal={proposal} /> : null}
        </>
      )}
    </Loaded>
  );
}

function Head({ proposal, family }: { readonly proposal: Proposal; readonly family: string | null }) {
  const { terms } = explanationOf(proposal);
  return (
    <>
      <div className="row">
        <div>
          <h2>
            {categoryWord(proposal.categoryCode)} · {dayAndTime(proposal.firstStartsAt)}
          </h2>
          <p className="soft">
            <bdi>
              {proposal.zone}, {proposal.municipality}
            </bdi>{' '}
            · {t('proposal.visits', { count: proposal.visits })}
          </p>
        </div>
        {terms.length > 0 ? (
          <p className="fit">
            <strong>{fitOf(terms)}</strong>
            <span aria-hidden="true">/100</span>
            <span className="visually-hidden">{t('proposal.fit')}</span>
          </p>
        ) : null}
      </div>
      <div className="sides">
        <p>
          <span className="soft small">{t('proposal.asks')}</span>
          <strong>{family ? t('queue.family', { name: family }) : '–'}</strong>
        </p>
        <Icon name="forward" />
        <p>
          <span className="soft small">
            {t(`proposal.gives.${proposal.regime as 'volunteer' | 'timebank'}`)}
          </span>
          <strong dir="auto">{proposal.helperGivenName}</strong>
        </p>
      </div>
      <p className="marks">
        {proposal.firstTogether ? <span className="mark">{t('queue.detail.first-time')}</span> : null}
        {proposal.urgency === 'urgent' ? <span className="mark bad">{t('urgency.urgent')}</span> : null}
        {proposal.overrideRules.length > 0 ? (
          <span className="mark warn">{t('queue.detail.override')}</span>
        ) : null}
      </p>
      {proposal.overrideReason ? (
        <p className="hintbox" dir="auto">
          {proposal.overrideReason}
        </p>
      ) : null}
    </>
  );
}

function Dates({ dates }: { readonly dates: readonly ProposedDate[] }) {
  return (
    <details className="more-of">
      <summary>{t('proposal.dates', { count: dates.length })}</summary>
      <ul className="dates">
        {dates.map((date) => (
          <li key={date.visitId}>
            {dayOf(date.startsAt)}
            {COMMA}
            <bdi>{times(date.startsAt, date.endsAt)}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Decision({
  item,
  proposal,
  approving,
  rejecting,
  setRejecting,
  done,
}: PanelProps & { readonly proposal: Proposal }) {
  const { on } = useKeysSetting();
  const refused = approving.refused.find(({ item: { id } }) => id === item.id)?.problem.code;
  if (rejecting) return <RejectForm proposal={proposal} done={done} cancel={() => setRejecting(false)} />;
  if (refused === 'asked-enough') return <AskAllTheSame item={item} approving={approving} />;
  if (refused === 'own-proposal') return <SecondApprover proposalId={proposal.id} />;
  return (
    <div className="decide">
      <button
        className="button main"
        type="button"
        data-pending={approving.pending || undefined}
        onClick={() => approving.run({ items: [item] })}
      >
        {t('proposal.approve')} {on ? <kbd aria-hidden="true">A</kbd> : null}
      </button>
      <button className="button" type="button" onClick={() => setRejecting(true)}>
        {t('proposal.reject')} {on ? <kbd aria-hidden="true">R</kbd> : null}
      </button>
      <KeysSwitch />
    </div>
  );
}

function KeysSwitch() {
  const { on, set } = useKeysSetting();
  return (
    <label className="tick keys">
      <input type="checkbox" checked={on} onChange={({ target }) => set(target.checked)} />
      <span>
        {t('queue.keys')} <span className="soft small">{t('queue.keysHint')}</span>
      </span>
    </label>
  );
}

const MOST_REASON = 300;

/** A no to a proposal: its reason stays with the case, and the next best is looked for. */
function RejectForm({
  proposal,
  done,
  cancel,
}: {
  readonly proposal: Proposal;
  done(): void;
  cancel(): void;
}) {
  const [reason, setReason] = useState('');
  const reject = useAct(
    (text: string, key) =>
      answered(
        api.POST('/v1/proposals/{id}/reject', {
          params: { path: { id: proposal.id }, header: { ...ifMatch(proposal.version), ...keyed(key) } },
          body: { reason: text },
        }),
      ),
    () => {
      cancel();
      done();
    },
  );
  return (
    <form
      className="decide"
      onSubmit={(event) => {
        event.preventDefault();
        reject.run(reason);
      }}
    >
      <ProblemBox problem={reject.problem} />
      <label className="field">
        <span className="label">{t('proposal.rejectReason')}</span>
        <textarea
          autoFocus
          required
          rows={2}
          maxLength={MOST_REASON}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button className="button bad" type="submit" data-pending={reject.pending || undefined}>
        {t('proposal.rejectDo')}
      </button>
      <button className="button quiet" type="button" onClick={cancel}>
        {t('app.cancel')}
      </button>
    </form>
  );
}

/** A helper who was asked enough is asked again only with a written reason, which stays visible. */
function AskAllTheSame({ item, approving }: Pick<PanelProps, 'item' | 'approving'>) {
  const [reason, setReason] = useState('');
  return (
    <form
      className="decide"
      onSubmit={(event) => {
        event.preventDefault();
        approving.run({ items: [item], reason });
      }}
    >
      <label className="field">
        <span className="label">{t('proposal.askAgainReason')}</span>
        <textarea
          required
          rows={2}
          maxLength={MOST_REASON}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button className="button main" type="submit" data-pending={approving.pending || undefined}>
        {t('proposal.askAgain')}
      </button>
    </form>
  );
}
