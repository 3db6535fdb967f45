import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { answered, api, keyed } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { isHeard } from '../desk-heard/heard.rules.js';
import { timeEntryQuery } from '../desk-hours/hours-reads.js';
import { Icon } from '../ui/icon.js';
import { Loaded, Waiting } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';
import type { Approving } from './approving.js';
import { CasePanel } from './case-panel.js';
import { FirstVisit } from './first-visit.js';
import { ProposalPanel } from './proposal-panel.js';
import { ProposeHelper } from './propose-helper.js';
import { whatOf, whoOf } from './queue-list.js';
import type { QueueItem } from './queue-reads.js';
import { SeekReplacement } from './seek-replacement.js';
import { SettleForm } from './settle-form.js';

/** Comes by itself: the queue is there before anybody calls. */
const HeardOn = lazy(async () => ({ default: (await import('../desk-heard/heard-on.js')).HeardOn }));

export interface PanelProps {
  readonly item: QueueItem;
  readonly approving: Approving;
  readonly rejecting: boolean;
  setRejecting(wanted: boolean): void;
  done(): void;
  close(): void;
}

/** What is open of the queue: what it is about, what to do, the case it belongs to. */
export function ItemPanel(props: PanelProps) {
  const { item, close } = props;
  const panel = useRef<HTMLElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // On a phone the list, with the row that had the focus, has made room for this.
    if (back.current?.checkVisibility()) panel.current?.focus();
  }, []);
  return (
    <section ref={panel} className="card detail" aria-label={whatOf(item)} tabIndex={-1}>
      <button ref={back} className="button quiet back-to-list" type="button" onClick={close}>
        <Icon name="back" />
        {t('queue.back')}
      </button>
      {item.kind === 'new' ? <ProposalPanel {...props} /> : <OtherPanel {...props} />}
      {item.requestId ? <CasePanel requestId={item.requestId} /> : null}
    </section>
  );
}

function OtherPanel({ item, done }: PanelProps) {
  return (
    <>
      <h2 dir="auto">{whatOf(item)}</h2>
      <p className="soft">{t(`queue.kind.${item.kind}`)}</p>
      <p>{t(`queue.hint.${item.kind}`)}</p>
      <dl className="facts">
        {item.startsAt ? <Fact name={t('queue.when')}>{dayAndTime(item.startsAt)}</Fact> : null}
        {whoOf(item) ? <Fact name={t('queue.who')}>{whoOf(item)}</Fact> : null}
        {item.zone ? <Fact name={t('queue.where')}>{`${item.zone}, ${item.municipality ?? ''}`}</Fact> : null}
        {item.detail ? <Fact name={t('queue.detail')}>{detailOf(item)}</Fact> : null}
      </dl>
      {item.kind === 'dispute' ? <Settle timeEntryId={item.subjectId} done={done} /> : null}
      {item.detail === 'first-visit' && item.memberId && item.householdId ? (
        <FirstVisit helperId={item.memberId} householdId={item.householdId} done={done} />
      ) : null}
      {item.kind === 'at-risk' && item.detail !== 'started-unfit' && item.memberId && item.requestId ? (
        <div className="acts">
          <SeekReplacement
            requestId={item.requestId}
            visitId={item.subjectId}
            helperId={item.memberId}
            done={done}
          />
        </div>
      ) : null}
      {isHeard(item) ? (
        <Suspense fallback={<Waiting />}>
          <HeardOn item={item} done={done} />
        </Suspense>
      ) : null}
      {item.kind === 'no-candidate' ? <ProposeHelper requestId={item.subjectId} /> : null}
      {item.kind === 'dead-letter' ? <RetryAct id={item.subjectId} done={done} /> : null}
      <Ways item={item} />
    </>
  );
}

function detailOf({ kind, detail }: QueueItem): string {
  // A job's name begins with the queue it runs in.
  const known = kind === 'dead-letter' ? `queue.job.${detail?.split('.')[0]}` : `queue.detail.${detail}`;
  return said(known) ?? detail ?? '';
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

/** The screens where it is dealt with, or looked at among its like. */
const PLACES: Partial<
  Record<
    QueueItem['kind'],
    { to: string; words: 'toNeeds' | 'toIncidents' | 'toJoining' | 'toIdentities'; main?: true }
  >
> = {
  'no-candidate': { to: '/co/needs', words: 'toNeeds' },
  incident: { to: '/co/incidents', words: 'toIncidents', main: true },
  'join-request': { to: '/co/joining', words: 'toJoining', main: true },
  'identity-link': { to: '/co/identities', words: 'toIdentities', main: true },
};

/** Where the people and the whole story are. */
function Ways({ item }: { readonly item: QueueItem }) {
  const place = PLACES[item.kind];
  return (
    <div className="acts">
      {item.memberId ? (
        <Link className="button" to="/co/people/$id" params={{ id: item.memberId }}>
          {t('queue.toHelper', { name: item.memberGivenName ?? '' })}
        </Link>
      ) : null}
      {item.familyMemberId ? (
        <Link className="button" to="/co/people/$id" params={{ id: item.familyMemberId }}>
          {t('queue.toFamily', { name: item.familyGivenName ?? '' })}
        </Link>
      ) : null}
      {item.requestId ? (
        <Link className="button" to="/co/cases/$id" params={{ id: item.requestId }}>
          {t('queue.toCase')}
        </Link>
      ) : null}
      {place ? (
        <Link className={place.main ? 'button main' : 'button'} to={place.to}>
          {t(`queue.${place.words}`)}
        </Link>
      ) : null}
    </div>
  );
}

function Settle({ timeEntryId, done }: { readonly timeEntryId: string; done(): void }) {
  const query = useQuery(timeEntryQuery(timeEntryId));
  return <Loaded query={query}>{(entry) => <SettleForm key={entry.id} entry={entry} done={done} />}</Loaded>;
}

function RetryAct({ id, done }: { readonly id: string; done(): void }) {
  const retry = useAct(
    (_: undefined, key) =>
      answered(api.POST('/v1/dead-letters/{id}/retry', { params: { path: { id }, header: keyed(key) } })),
    done,
  );
  return (
    <>
      <ProblemBox problem={retry.problem} />
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={retry.pending || undefined}
          onClick={() => retry.run(undefined)}
        >
          {t('messages.retry')}
        </button>
      </div>
    </>
  );
}
