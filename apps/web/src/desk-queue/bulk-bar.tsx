import { t } from '../words/words.js';
import type { Approving } from './approving.js';
import type { QueueItem } from './queue-reads.js';

/**
 * Approval of several proposals at once. Clean ones have nothing a person must look at: no override, no first
 * meeting.
 */
export function BulkBar({
  items,
  chosen,
  setChosen,
  approving,
}: {
  readonly items: readonly QueueItem[];
  readonly chosen: ReadonlySet<string>;
  setChosen(ids: ReadonlySet<string>): void;
  readonly approving: Approving;
}) {
  const clean = items.filter(({ kind, detail }) => kind === 'new' && !detail);
  const picked = items.filter(({ id }) => chosen.has(id));
  if (picked.length === 0) {
    if (clean.length === 0) return null;
    return (
      <div className="bulk">
        <button
          className="button quiet"
          type="button"
          onClick={() => setChosen(new Set(clean.map(({ id }) => id)))}
        >
          {t('queue.chooseClean', { count: clean.length })}
        </button>
      </div>
    );
  }
  return (
    <div className="bulk chosen">
      <p>{t('queue.chosen', { count: picked.length })}</p>
      <button className="button quiet" type="button" onClick={() => setChosen(new Set())}>
        {t('queue.chooseNone')}
      </button>
      <button
        className="button main"
        type="button"
        data-pending={approving.pending || undefined}
        onClick={() => approving.run({ items: picked })}
      >
        {t('queue.approveChosen', { count: picked.length })}
      </button>
    </div>
  );
}
