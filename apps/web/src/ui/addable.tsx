import { useState, type ReactNode } from 'react';
import { Opener } from './opener.js';

/** A list that can grow: its title, the button that opens the form, what is there. */
export function Addable({
  title,
  add,
  form,
  children,
}: {
  readonly title: string;
  /** What the button says; none for those who may only read. */
  readonly add?: string | undefined;
  readonly form: (close: () => void) => ReactNode;
  readonly children: ReactNode;
}) {
  const [adding, setAdding] = useState(false);
  return (
    <section className="section">
      <div className="row">
        <h2>{title}</h2>
        {add ? <Opener open={adding} toggle={setAdding} word={add} /> : null}
      </div>
      {adding ? form(() => setAdding(false)) : null}
      {children}
    </section>
  );
}
