import { t } from '../words/words.js';
import type { Approving } from './approving.js';
import { useKeysSetting } from './queue-keys.js';
import { whatOf, whoOf } from './queue-list.js';

/** What was just approved, with the way back while there is one; and what could not be, with its reason. */
export function UndoBar({ approving }: { readonly approving: Approving }) {
  const { approved, refused, undone, undo, undoable, pending } = approving;
  const { on } = useKeysSetting();
  return (
    <div role="status" className="undo-place">
      {approved.length > 0 ? (
        <div className="notice undo-bar">
          <p dir="auto">
            {approved.length === 1
              ? t('queue.approvedOne', { what: whatOf(approved[0]!.item), who: whoOf(approved[0]!.item) })
              : t('queue.approvedMany', { count: approved.length })}
          </p>
          {undoable ? (
            <button className="button" type="button" onClick={undo} data-pending={pending || undefined}>
              {t('queue.undo')} {on ? <kbd aria-hidden="true">Z</kbd> : null}
            </button>
          ) : null}
        </div>
      ) : null}
      {undone ? <p className="notice">{t('queue.undone')}</p> : null}
      {refused.length > 0 ? (
        <div className="alert">
          <p>
            <strong>{t('queue.notApproved', { count: refused.length })}</strong>
          </p>
          <ul>
            {refused.map(({ item, problem }) => (
              <li key={item.id} dir="auto">
                {whatOf(item)}: {problem.sentence}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
