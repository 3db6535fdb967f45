import { Link } from '@tanstack/react-router';
import { fromTo, said, t } from '../words/words.js';
import { COMMA, dayAndTime, nearDay, timeOf } from '../words/time.js';
import { categoryWord } from './queue-words.js';
import type { QueueItem } from './queue-reads.js';

interface Choosing {
  readonly chosen: ReadonlySet<string>;
  toggle(id: string): void;
}

/** The rows: a link each, so that every way of opening one works; proposals can be chosen for approval together. */
export function QueueList({
  items,
  openId,
  alone,
  ...choosing
}: {
  readonly items: readonly QueueItem[];
  readonly openId: string | undefined;
  readonly alone: boolean;
} & Choosing) {
  return (
    <ul className="rows">
      {items.map((item) => (
        <Row key={item.id} item={item} isOpen={item.id === openId} alone={alone} {...choosing} />
      ))}
    </ul>
  );
}

function Row({
  item,
  isOpen,
  alone,
  chosen,
  toggle,
}: { readonly item: QueueItem; readonly isOpen: boolean; readonly alone: boolean } & Choosing) {
  const what = whatOf(item);
  return (
    <li className={isOpen ? 'queue-row is-open' : 'queue-row'}>
      {item.kind === 'new' ? (
        <label className="choose">
          <input type="checkbox" checked={chosen.has(item.id)} onChange={() => toggle(item.id)} />
          <span className="visually-hidden">{t('queue.chooseRow', { what })}</span>
        </label>
      ) : (
        <span className="choose" />
      )}
      <Link
        to="/co/queue"
        search={(before) => ({ ...before, item: item.id })}
        replace
        resetScroll={false}
        data-row={item.id}
        aria-current={isOpen || undefined}
      >
        <span className="row-head">
          <strong dir="auto">{what}</strong>
          <Marks item={item} alone={alone} />
        </span>
        {item.startsAt ? <span className="soft small">{dayAndTime(item.startsAt)}</span> : null}
        <span className="soft small">{whoOf(item)}</span>
        <span className={item.overdue ? 'small late' : 'small soft'}>{dueOf(item)}</span>
      </Link>
    </li>
  );
}

/** `alone`: the list is of one kind, which its filter says already. */
function Marks({ item, alone }: { readonly item: QueueItem; readonly alone: boolean }) {
  return (
    <span className="marks">
      {alone ? null : <span className="mark soft">{t(`queue.kind.${item.kind}`)}</span>}
      {item.urgency === 'urgent' ? <span className="mark bad">{t('urgency.urgent')}</span> : null}
      {item.urgency === 'soon' ? <span className="mark warn">{t('urgency.soon')}</span> : null}
      {item.kind === 'new' && item.detail ? (
        <span className="mark">{said(`queue.detail.${item.detail}`) ?? item.detail}</span>
      ) : null}
    </span>
  );
}

/** "Homework · Pavia", or what it is where there is no request. */
export function whatOf(item: QueueItem): string {
  const place = item.municipality ? ` · ${item.municipality}` : '';
  if (item.categoryCode) return categoryWord(item.categoryCode) + place;
  return item.memberGivenName ?? said(`queue.one.${item.kind}`) ?? t(`queue.kind.${item.kind}`);
}

/** Who asks and who would come. */
export function whoOf(item: QueueItem): string {
  const family = item.familyGivenName ? t('queue.family', { name: item.familyGivenName }) : '';
  const helper = item.categoryCode ? (item.memberGivenName ?? '') : '';
  return fromTo(...[family, helper].filter(Boolean));
}

function dueOf({ deadline, overdue }: QueueItem): string {
  const when = `${nearDay(deadline)}${COMMA}${timeOf(deadline)}`;
  return overdue ? t('queue.overdue', { when }) : t('queue.due', { when });
}
