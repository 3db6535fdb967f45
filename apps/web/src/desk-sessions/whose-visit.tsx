import { useQuery } from '@tanstack/react-query';
import { memberQuery } from '../api/family-queries.js';
import { useNames } from '../app/session.js';
import { caseQuery } from '../desk-queue/queue-reads.js';
import { categoryWord } from '../desk-queue/queue-words.js';
import { fullName } from '../ui/person-pick.js';
import type { FreeVisit } from './free-visits.js';

/** A visit by who asked for it, its kind and its place. */
export function WhoseVisit({ visit }: { readonly visit: FreeVisit }) {
  const { zone } = useNames();
  const { data: request } = useQuery(caseQuery(visit.requestId));
  const asker = request?.onBehalfOf ?? request?.askedBy;
  const { data: member } = useQuery({ ...memberQuery(asker ?? ''), enabled: asker !== undefined });
  return (
    <span>
      <bdi>{member ? fullName(member) : '…'}</bdi>
      <br />
      <span className="soft small" dir="auto">
        {[categoryWord(visit.categoryCode), zone(visit.fromZoneId)].join(' · ')}
      </span>
    </span>
  );
}
