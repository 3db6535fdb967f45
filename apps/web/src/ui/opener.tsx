import type { ReactNode } from 'react';
import { t } from '../words/words.js';

/** Opens the form beside it, and closes it again without anything done. */
export function Opener({
  open,
  toggle,
  word,
  children,
}: {
  readonly open: boolean;
  readonly toggle: (open: boolean) => void;
  readonly word: string;
  /** What is only heard, where several stand beside each other. */
  readonly children?: ReactNode;
}) {
  return (
    <button className="button quiet" type="button" aria-expanded={open} onClick={() => toggle(!open)}>
      {open ? t('app.cancel') : word}
      {children}
    </button>
  );
}
