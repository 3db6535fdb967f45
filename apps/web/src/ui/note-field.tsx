import { Field } from './field.js';

const MOST_NOTE = 300;

/** What the family wants its helper to know. */
export function NoteField({
  label,
  hint,
  note,
  change,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly note: string;
  readonly change: (part: { readonly note: string }) => void;
}) {
  return (
    <Field id="note" label={label} hint={hint}>
      {(props) => (
        <textarea
          {...props}
          rows={3}
          dir="auto"
          maxLength={MOST_NOTE}
          value={note}
          onChange={(event) => change({ note: event.target.value })}
        />
      )}
    </Field>
  );
}
