import type { ReactNode } from 'react';
import { t, type WordId } from '../words/words.js';

/** What is wrong with a form, field by field. */
export interface Wrong {
  readonly field: string;
  readonly words: Extract<WordId, `wrong.${string}`>;
}

interface FieldProps {
  readonly id: string;
  readonly 'aria-invalid': 'true' | undefined;
  readonly 'aria-describedby': string | undefined;
}

const describedBy = (id: string, hint: unknown, wrong: unknown) =>
  [wrong ? `${id}-wrong` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined;

/** A label with its field, a hint, and what is wrong with it. */
export function Field({
  id,
  label,
  hint,
  wrongs = [],
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly wrongs?: readonly Wrong[];
  readonly children: (props: FieldProps) => ReactNode;
}) {
  const wrong = wrongs.find(({ field }) => field === id);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      ) : null}
      {wrong ? (
        <p id={`${id}-wrong`} className="wrong">
          {t(wrong.words)}
        </p>
      ) : null}
      {children({
        id,
        'aria-invalid': wrong ? 'true' : undefined,
        'aria-describedby': describedBy(id, hint, wrong),
      })}
    </div>
  );
}

/** Several fields that are one question. */
export function Group({
  id,
  label,
  hint,
  wrongs = [],
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly wrongs?: readonly Wrong[];
  readonly children: ReactNode;
}) {
  const wrong = wrongs.find(({ field }) => field === id);
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={describedBy(id, hint, wrong)}>
      <legend>{label}</legend>
      {hint ? (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      ) : null}
      {wrong ? (
        <p id={`${id}-wrong`} className="wrong">
          {t(wrong.words)}
        </p>
      ) : null}
      {children}
    </fieldset>
  );
}
