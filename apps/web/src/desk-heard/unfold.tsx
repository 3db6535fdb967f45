import { useState, type ReactNode } from 'react';

/** One of several: its form waits for a press. */
export function Unfold({
  button,
  folded = true,
  children,
}: {
  readonly button: string;
  readonly folded?: boolean;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(!folded);
  if (open) return <div className="inset">{children}</div>;
  return (
    <div className="acts">
      <button className="button" type="button" onClick={() => setOpen(true)}>
        {button}
      </button>
    </div>
  );
}
