import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memberQuery } from '../api/family-queries.js';
import { fullName } from '../ui/person-pick.js';

/** Somebody by their name, with the way to their page. */
export function PersonName({ id }: { readonly id: string }) {
  const { data } = useQuery(memberQuery(id));
  return (
    <Link to="/co/people/$id" params={{ id }} dir="auto">
      {data ? fullName(data) : '…'}
    </Link>
  );
}
