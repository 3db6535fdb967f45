import { Switch as Toggle } from 'react-aria-components';

/** A yes or no that counts at once. */
export function Switch({
  on,
  label,
  onChange,
}: {
  readonly on: boolean;
  readonly label: string;
  readonly onChange: () => void;
}) {
  return (
    <Toggle className="switch" isSelected={on} onChange={onChange}>
      <span className="track" />
      <span>{label}</span>
    </Toggle>
  );
}
