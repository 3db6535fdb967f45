import type { UseQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import { Loaded } from '../ui/loaded.js';
import { Switch } from '../ui/switch.js';
import { said } from '../words/words.js';

type Choice = Schemas['ChoiceDto'];

/** What somebody agrees to, purpose by purpose. */
export function ChoiceSwitches({
  query,
  choose,
}: {
  readonly query: UseQueryResult<{ readonly items: readonly Choice[] }>;
  readonly choose: (choice: Choice) => void;
}) {
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          {items.map((choice) => (
            <Switch
              key={choice.purpose}
              on={choice.given}
              label={said(`privacy.purpose.${choice.purpose}`) ?? choice.purpose}
              onChange={() => choose(choice)}
            />
          ))}
        </>
      )}
    </Loaded>
  );
}
