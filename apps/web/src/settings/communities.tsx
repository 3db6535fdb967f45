import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { membershipsQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { goOnIn } from '../app/session.js';
import { forgetDraft } from '../ask/draft.js';
import { forgetKept } from '../offline/keep-offline.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** Where one goes on, for somebody who is a member of several communities. */
export function Communities() {
  const { data: memberships = [] } = useQuery(membershipsQuery);
  const change = useAct(async (communityId: string) => {
    await answered(api.PUT('/v1/me/community', { body: { communityId } }));
    // What was begun and what was kept belongs to the community that is left.
    forgetDraft();
    await forgetKept();
    goOnIn(communityId);
    // This page ends here: what it shows is not to be read anew in the other community.
    await new Promise(() => undefined);
  });
  if (memberships.length < 2) return null;
  return (
    <section className="section" aria-labelledby="communities">
      <h2 id="communities">{t('communities.title')}</h2>
      <ProblemBox problem={change.problem} />
      <ul className="plain">
        {memberships.map((one) => (
          <Community key={one.communityId} one={one} goOn={change.run} busy={change.pending} />
        ))}
      </ul>
    </section>
  );
}

interface CommunityProps {
  readonly one: Schemas['OwnMembershipDto'];
  readonly goOn: (communityId: string) => void;
  readonly busy: boolean;
}

function Community({ one, goOn, busy }: CommunityProps) {
  return (
    <li className="card row">
      <b dir="auto">{one.name}</b>
      {one.current ? (
        <span className="mark good">{t('communities.here')}</span>
      ) : (
        <button
          className="button"
          type="button"
          data-pending={busy || undefined}
          onClick={() => goOn(one.communityId)}
        >
          {t('communities.go')}
          <span className="visually-hidden"> {one.name}</span>
        </button>
      )}
    </li>
  );
}
