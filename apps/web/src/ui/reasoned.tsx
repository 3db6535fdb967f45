import { useId, useState, type ReactNode } from 'react';
import type { Problem } from '../api/problem.js';
import { t } from '../words/words.js';
import { Confirm } from './confirm.js';
import { Field } from './field.js';

const MOST_REASON = 300;

/** Asks before what cannot be undone, and why. */
export function Reasoned({
  label = t('people.reason'),
  children,
  onConfirm,
  ...asked
}: {
  readonly button: string;
  readonly className?: string;
  readonly title: string;
  readonly act: string;
  readonly label?: string;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly children?: ReactNode;
  readonly onConfirm: (reason: string) => void;
}) {
  const id = useId();
  const [reason, setReason] = useState('');
  return (
    <Confirm {...asked} onConfirm={() => onConfirm(reason.trim())}>
      {children}
      <Field id={id} label={label}>
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
