import type { ReactNode } from 'react';

/** The one main action of a screen, where the thumb is. */
export function Thumb({ children }: { readonly children: ReactNode }) {
  return <div className="thumb">{children}</div>;
}
