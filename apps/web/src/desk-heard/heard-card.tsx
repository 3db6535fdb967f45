import type { Schemas } from '../api/client.js';
import { CardForm } from '../household/care-card.js';
import { t } from '../words/words.js';
import { GuardianAtHome } from './who-answers.js';

/** A guardian tells the desk what a helper must know in need. What stood there before the desk never reads. */
export function HeardCard({
  home,
  dependantId,
}: {
  readonly home: Schemas['HouseholdDto'];
  readonly dependantId: string;
}) {
  return (
    <>
      <p className="hintbox">{t('heardCard.hint')}</p>
      <GuardianAtHome householdId={home.id} asked={undefined}>
        {({ id, heard }) => <CardForm key={id} dependantId={dependantId} card={null} heard={heard} />}
      </GuardianAtHome>
    </>
  );
}
