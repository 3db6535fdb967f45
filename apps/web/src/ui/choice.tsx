import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';

interface ChoiceProps {
  readonly kind: 'radio' | 'checkbox';
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly icon?: IconName;
  readonly chosen: boolean;
  readonly onChoose: (value: string) => void;
}

/** A choice as big as a thumb: the whole card is its label. */
export function Choice({ kind, name, value, label, hint, icon, chosen, onChoose }: ChoiceProps) {
  return (
    <label className="choice">
      <input type={kind} name={name} value={value} checked={chosen} onChange={() => onChoose(value)} />
      {icon ? <Icon name={icon} size={28} /> : null}
      <span>
        <b dir="auto">{label}</b>
        {hint ? <span className="hint">{hint}</span> : null}
      </span>
    </label>
  );
}
