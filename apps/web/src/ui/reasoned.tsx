import { useId, useState, type ReactNode } from 'react';
import type { Problem } from '../api/problem.js';
import { t } from '../words/words.js';
import { Confirm } from './confirm.js';
import { Field, type Wrong } from './field.js';

const MOST_REASON = 300;

/** A reason stands in one line wherever it is shown. */
export const inOneLine = (text: string) => text.trim().replaceAll(/\s+/g, ' ');

/** Asks before what cannot be undone, and why. */
export function Reasoned({
  label = t('people.reason'),
  hint,
  needed = false,
  children,
  onConfirm,
  ...asked
}: {
  readonly button: string;
  readonly className?: string;
  readonly title: string;
  readonly act: string;
  readonly label?: string;
  readonly hint?: string;
  /** Nothing happens without it. */
  readonly needed?: boolean;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly children?: ReactNode;
  readonly onConfirm: (reason: string) => void;
}) {
  const id = useId();
  const [reason, setReason] = useState('');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const confirm = () => {
    const said = inOneLine(reason);
    const missing = needed && !said;
    setWrongs(missing ? [{ field: id, words: 'wrong.reason' }] : []);
    if (missing) document.getElementById(id)?.focus();
    else onConfirm(said);
  };
  return (
    <Confirm {...asked} onConfirm={confirm}>
      {children}
      <Field id={id} label={label} hint={hint} wrongs={wrongs}>
        {(props) => (
          <textarea
            {...props}
            rows={2}
            dir="auto"
            maxLength={MOST_REASON}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
    </Confirm>
  );
}
