import { useQuery } from '@tanstack/react-query';
import { sharedAccountsQuery } from '../api/family-queries.js';
import { Choice } from '../ui/choice.js';
import { Group } from '../ui/field.js';
import { t } from '../words/words.js';

/** The hours of whom one speaks for. */
export const THEIR_OWN = '';

interface PayerProps {
  readonly name: string;
  readonly chosen: string;
  choose(accountId: string): void;
}

/** Whose hours pay: of the family, or of an account that this coordinator leads and that may pay. */
export function ChoosePayer({ name, chosen, choose }: PayerProps) {
  const { data: shared = [] } = useQuery(sharedAccountsQuery);
  const payers = shared.filter(({ pays }) => pays);
  if (payers.length === 0) return null;
  return (
    <Group id="payer" label={t('payer.title')}>
      <div className="choices two">
        {[{ id: THEIR_OWN, name: t('payer.hoursOf', { name }) }, ...payers].map((one) => (
          <Choice
            key={one.id}
            kind="radio"
            name="payer"
            value={one.id}
            label={one.name}
            chosen={chosen === one.id}
            onChoose={choose}
          />
        ))}
      </div>
    </Group>
  );
}
