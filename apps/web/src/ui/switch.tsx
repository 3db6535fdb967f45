import type { ReactNode } from 'react';
import { Switch as Toggle } from 'react-aria-components/Switch';

/** A yes or no that counts at once. */
export function Switch({
  on,
  label,
  fixed = false,
  onChange,
}: {
  readonly on: boolean;
  readonly label: ReactNode;
  /** It cannot be changed, or not now. */
  readonly fixed?: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Toggle className="switch" isSelected={on} isDisabled={fixed} onChange={onChange}>
      <span className="track" />
      <span>{label}</span>
    </Toggle>
  );
}
