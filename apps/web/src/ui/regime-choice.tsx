import { useSession } from '../app/session.js';
import { t } from '../words/words.js';
import { Choice } from './choice.js';
import { Group } from './field.js';

const REGIMES = ['volunteer', 'timebank'] as const;
type Regime = (typeof REGIMES)[number];

/** Gift or time bank: asked where a community has both. */
export function RegimeChoice({
  label,
  hints,
  chosen,
  choose,
}: {
  readonly label: string;
  readonly hints?: Readonly<Record<Regime, string>>;
  readonly chosen: Regime;
  readonly choose: (regime: Regime) => void;
}) {
  const { community } = useSession();
  if (!community.timebank) return null;
  return (
    <Group id="regime" label={label}>
      <div className="choices two">
        {REGIMES.map((regime) => (
          <Choice
            key={regime}
            kind="radio"
            name="regime"
            value={regime}
            icon={regime === 'volunteer' ? 'hands' : 'clock'}
            label={t(`regime.${regime}`)}
            hint={hints?.[regime]}
            chosen={chosen === regime}
            onChoose={() => choose(regime)}
          />
        ))}
      </div>
    </Group>
  );
}
