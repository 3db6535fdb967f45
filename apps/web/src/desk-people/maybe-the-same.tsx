import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { Loaded } from '../ui/loaded.js';
import { t } from '../words/words.js';

interface Doubt {
  readonly sought: Schemas['SoughtMemberDto'];
  readonly pending: boolean;
  /** Enters them all the same; left out where an address says that it is surely the same person. */
  readonly goOn: (() => void) | undefined;
}

/** Before somebody is entered twice: who may be meant, to be looked at. What was typed stays where it is. */
export function MaybeTheSame({ sought, pending, goOn }: Doubt) {
  const { givenName, familyName, email, phone, sharedPhone, municipalityId } = sought;
  const body = { givenName, familyName, email, phone, sharedPhone, municipalityId };
  const query = useQuery({
    queryKey: ['members', 'alike', body],
    queryFn: () => answered(api.POST('/v1/members/alike', { body })),
  });
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} className="hintbox" role="alert" tabIndex={-1}>
      <p>
        <strong>{t(goOn ? 'alike.maybe' : 'alike.surely')}</strong>
      </p>
      <Loaded query={query}>{(alike) => <AlikePeople alike={alike} />}</Loaded>
      {goOn ? (
        <button className="button" type="button" data-pending={pending || undefined} onClick={goOn}>
          {t('alike.goOn')}
        </button>
      ) : null}
    </div>
  );
}

/** Those who are the same, surely or perhaps, each a step to their record. */
export function AlikePeople({ alike }: { readonly alike: Schemas['AlikeDto'] }) {
  const shown = [...(alike.member ? [alike.member] : []), ...alike.members];
  return (
    <>
      <ul className="plain">
        {shown.map((member) => (
          <li key={member.id}>
            <Link to="/co/people/$id" params={{ id: member.id }}>
              <strong dir="auto">
                {member.givenName} {member.familyName}
              </strong>
            </Link>{' '}
            <span className="soft small">
              {(member.roles ?? []).map((role) => t(`role.${role}`)).join(' · ')}
              {member.email || member.phone ? (
                <>
                  {' · '}
                  <span dir="ltr">{member.email ?? member.phone}</span>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {alike.known && !alike.member ? <p>{t('alike.elsewhere')}</p> : null}
      {alike.hidden > 0 ? <p>{t('alike.hidden', { count: alike.hidden })}</p> : null}
    </>
  );
}
