import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { MadeInvitation } from '../desk-joining/made-invitation.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { useState } from 'react';

const DAYS = 30;

/** For somebody whom the desk served so far: a code with which they take over their own record. */
export function ClaimCode({ person }: { readonly person: Schemas['MemberDto'] }) {
  const [made, setMade] = useState<Schemas['MadeInvitationDto']>();
  const make = useAct(
    (body: Schemas['NewInvitationDto'], key) =>
      answered(api.POST('/v1/invitations', { params: { header: keyed(key) }, body })),
    setMade,
  );
  return (
    <div className="hintbox">
      <p>{t('people.byDeskHint')}</p>
      <ProblemBox problem={make.problem} />
      {made ? (
        <MadeInvitation made={made} />
      ) : (
        <button
          className="button"
          type="button"
          data-pending={make.pending || undefined}
          onClick={() =>
            make.run({
              kind: 'claim',
              memberId: person.id,
              language: person.language ?? 'it',
              days: DAYS,
              mostUses: 1,
            })
          }
        >
          {t('claim.make')}
        </button>
      )}
    </div>
  );
}
