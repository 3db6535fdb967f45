import { Button, Group, Input, Label, NumberField } from 'react-aria-components';
import { Icon } from './icon.js';

/** A small number with a button on each side. */
export function Stepper({
  label,
  value,
  least,
  most,
  step = 1,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <NumberField
      className="stepper"
      value={value}
      minValue={least}
      maxValue={most}
      step={step}
      onChange={(wanted) => onChange(Number.isNaN(wanted) ? least : wanted)}
    >
      <Label>{label}</Label>
      <Group>
        <Button slot="decrement">
          <Icon name="minus" />
        </Button>
        <Input />
        <Button slot="increment">
          <Icon name="plus" />
        </Button>
      </Group>
    </NumberField>
  );
}
