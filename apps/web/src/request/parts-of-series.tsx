import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import { t } from '../words/words.js';

/** A series that went on at another time: the request before, and the one that takes it up. */
export function PartsOfSeries({
  request: { continuesId, continuedBy },
  to,
}: {
  readonly request: Schemas['RequestDto'];
  readonly to: '/requests/$id' | '/co/cases/$id';
}) {
  if (!continuesId && continuedBy.length === 0) return null;
  return (
    <ul className="lines">
      {continuesId ? (
        <li>
          <Link to={to} params={{ id: continuesId }}>
            {t('request.before')}
          </Link>
        </li>
      ) : null}
      {continuedBy.map((id) => (
        <li key={id}>
          <Link to={to} params={{ id }}>
            {t('request.goesOn')}
          </Link>
        </li>
      ))}
    </ul>
  );
}
