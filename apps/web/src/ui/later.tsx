import { Suspense, useState, type ReactNode } from 'react';
import { Waiting } from './loaded.js';

/** Read when somebody wants to know it. */
export function Later({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="section" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {open ? <Suspense fallback={<Waiting />}>{children}</Suspense> : null}
    </details>
  );
}
