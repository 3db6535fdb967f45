import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import { t } from '../words/words.js';

/** Who gave the hours and to whom, with the way to each of them. */
export function SidesOf({ entry }: { readonly entry: Schemas['ListedTimeEntryDto'] }) {
  return (
    <>
      <dl className="facts across">
        <Side name={t('role.helper')} id={entry.helperId} givenName={entry.helperGivenName} />
        <Side name={t('role.family')} id={entry.familyMemberId} givenName={entry.familyGivenName} />
      </dl>
      <Link to="/co/cases/$id" params={{ id: entry.requestId }}>
        {t('queue.toCase')}
      </Link>
    </>
  );
}

function Side({
  name,
  id,
  givenName,
}: {
  readonly name: string;
  readonly id: string | null;
  readonly givenName: string | null;
}) {
  if (!id) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Link to="/co/people/$id" params={{ id }} dir="auto">
          {givenName ?? '…'}
        </Link>
      </dd>
    </div>
  );
}
