import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';
import { MadeInvitation } from './made-invitation.js';
import { NewInvitation } from './new-invitation.js';

const PAGE = 50;

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['invitations', 'open'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    answered(
      api.GET('/v1/invitations', { params: { query: { state: 'open', limit: PAGE, cursor: pageParam } } }),
    ),
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

/** What the desk gave out and is good still. Link and code are shown when it is made, and never again. */
export function Invitations() {
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas['MadeInvitationDto']>();
  const query = useInfiniteQuery(invitationsQuery);
  return (
    <section className="section" aria-labelledby="invitations">
      <div className="row">
        <h2 id="invitations">{t('invitations.title')}</h2>
        <button
          className="button"
          type="button"
          aria-expanded={making}
          onClick={() => {
            setMade(undefined);
            setMaking(!making);
          }}
        >
          <Icon name="plus" />
          {t('invitations.make')}
        </button>
      </div>
      {making ? (
        <NewInvitation
          done={(invitation) => {
            setMade(invitation);
            setMaking(false);
          }}
        />
      ) : null}
      {made ? <MadeInvitation made={made} /> : null}
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('invitations.none')}</p>;
          return (
            <ul className="plain">
              {all.map((invitation) => (
                <Given key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}

function Given({ invitation }: { readonly invitation: Schemas['InvitationDto'] }) {
  const { id, kind, role, name, email, phone, uses, mostUses, expiresAt } = invitation;
  const revoke = useAct((_: undefined, key) =>
    answered(api.POST('/v1/invitations/{id}/revoke', { params: { path: { id }, header: keyed(key) } })),
  );
  const whom = name ?? email ?? phone ?? t('invitations.anybody');
  return (
    <li className="card">
      <ProblemBox problem={revoke.problem} />
      <div className="row">
        <span>
          <strong dir="auto">{whom}</strong>
          <br />
          <span className="soft small">
            {[
              t(`invitations.kind.${kind}`),
              role ? t(`role.${role}`) : '',
              t('invitations.used', { uses, most: mostUses }),
              t('invitations.until', { day: dateOf(expiresAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        <button
          className="button quiet"
          type="button"
          aria-label={t('invitations.revokeOf', { whom })}
          data-pending={revoke.pending || undefined}
          onClick={() => revoke.run(undefined)}
        >
          {t('invitations.revoke')}
        </button>
      </div>
    </li>
  );
}
