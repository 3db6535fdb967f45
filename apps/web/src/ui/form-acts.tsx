import type { ReactNode } from 'react';
import { t } from '../words/words.js';

/** What ends a form: the word that does it, what else may be done, and the way out of it. */
export function FormActs({
  act = t('app.save'),
  className = 'button main',
  pending,
  children,
  cancel,
  out = t('app.cancel'),
}: {
  readonly act?: ReactNode;
  readonly className?: string;
  readonly pending: boolean;
  readonly children?: ReactNode;
  readonly cancel?: (() => void) | undefined;
  /** What the way out is called. */
  readonly out?: string;
}) {
  return (
    <div className="acts">
      <button className={className} type="submit" data-pending={pending || undefined}>
        {act}
      </button>
      {children}
      {cancel ? (
        <button className="button quiet" type="button" onClick={cancel}>
          {out}
        </button>
      ) : null}
    </div>
  );
}
