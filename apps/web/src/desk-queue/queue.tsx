import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { QueueSearch } from '../app/desk-search.js';
import { useSession } from '../app/session.js';
import { Loaded, Together } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';
import { BulkBar } from './bulk-bar.js';
import { ItemPanel } from './item-panel.js';
import { useApproving } from './approving.js';
import { QueueFilters } from './queue-filters.js';
import { useQueueKeys } from './queue-keys.js';
import { QueueList } from './queue-list.js';
import { queueCountsQuery, queueQuery } from './queue-reads.js';
import { UndoBar } from './undo-bar.js';

/** How far a link is followed: what waits further behind is found by the filters. */
const MOST_PAGES = 20;

/** What waits for the desk, nearest deadline first: the list, and what is open of it. */
export function Queue() {
  const search = useSearch({ from: '/co/queue' });
  const navigate = useNavigate({ from: '/co/queue' });
  const { me } = useSession();
  const list = useInfiniteQuery(queueQuery(search, me.memberId));
  const counted = useQuery(queueCountsQuery(search, me.memberId));
  const counts = counted.data;
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [rejecting, setRejecting] = useState(false);

  const show = useCallback(
    (change: Partial<QueueSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  const open = items.find(({ id }) => id === search.item);
  const read = list.data?.pages.length ?? 0;
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  const seeks = search.item !== undefined && !open && hasNextPage && read < MOST_PAGES && !isError;
  useEffect(() => {
    if (seeks && !isFetching) void fetchNextPage();
  }, [seeks, isFetching, fetchNextPage]);
  // What somebody was reading may have been dealt with by a colleague meanwhile.
  const isGone = search.item !== undefined && !open && list.isSuccess && !hasNextPage;
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const goOn = useCallback(
    (done: readonly string[]) => {
      const at = items.findIndex(({ id }) => id === done[0]);
      const next = [...items.slice(at + 1), ...items.slice(0, Math.max(0, at)).reverse()].find(
        ({ id }) => !done.includes(id),
      );
      setChosen((before) => new Set([...before].filter((id) => !done.includes(id))));
      show({ item: next?.id });
      if (next) focusRow(next.id);
    },
    [items, show],
  );
  const approving = useApproving(goOn);
  const focusOnceOpen = useRef<string>(undefined);
  useEffect(() => {
    if (!open || open.id !== focusOnceOpen.current) return;
    focusOnceOpen.current = undefined;
    focusRow(open.id);
  }, [open]);
  const further = async () => {
    const { data } = await fetchNextPage();
    const next = data?.pages.flatMap((page) => page.items)[items.length];
    if (!next) return;
    focusOnceOpen.current = next.id;
    show({ item: next.id });
  };
  useQueueKeys({
    items,
    open,
    select: (item) => {
      show({ item: item.id });
      focusRow(item.id);
    },
    further: () => {
      if (hasNextPage && !isFetching) void further();
      return hasNextPage;
    },
    undo: () => {
      if (approving.undoable) approving.undo();
      return approving.undoable;
    },
    toggle: (item) => toggle(item.id),
    approve: (item) => approving.run({ items: [item] }),
    reject: () => setRejecting(true),
  });
  const waiting = counts?.reduce(
    (sum, one) => sum + (search.kind && one.kind !== search.kind ? 0 : one.waiting),
    0,
  );

  return (
    <Page
      title={t('queue.title')}
      aside={
        waiting === undefined ? null : (
          <span className="mark" role="status">
            {t('queue.waiting', { count: waiting })}
          </span>
        )
      }
    >
      <Together queries={[list, counted]}>
        <QueueFilters search={search} counts={counts ?? []} show={show} />
        <UndoBar approving={approving} />
        <div className={open ? 'split open' : 'split'}>
          <div className="split-list">
            <Loaded query={list}>
              {() =>
                items.length === 0 ? (
                  <p className="empty">{t('queue.empty')}</p>
                ) : (
                  <QueueList
                    items={items}
                    openId={search.item}
                    alone={search.kind !== undefined}
                    chosen={chosen}
                    toggle={toggle}
                  />
                )
              }
            </Loaded>
            <More query={list} />
            <BulkBar items={items} chosen={chosen} setChosen={setChosen} approving={approving} />
          </div>
          <div className="split-detail" id="detail">
            {open ? (
              <ItemPanel
                key={open.id}
                item={open}
                approving={approving}
                rejecting={rejecting}
                setRejecting={setRejecting}
                done={() => goOn([open.id])}
                close={() => {
                  show({ item: undefined });
                  focusRow(open.id);
                }}
              />
            ) : (
              <p className="empty" role="status">
                {isGone ? t('queue.gone') : seeks ? t('queue.seeking') : t('queue.choose')}
              </p>
            )}
          </div>
        </div>
      </Together>
    </Page>
  );
}

/** After the row is on the screen again. */
function focusRow(id: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus());
}
