import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';

/** Where one is signed in, and an end to it. */
export function Sessions() {
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => answered(api.GET('/v1/me/sessions')) });
  return (
    <section className="section" aria-labelledby="sessions">
      <h2 id="sessions">{t('settings.sessions')}</h2>
      <Loaded query={query}>
        {(sessions) => (
          <ul className="plain">
            {sessions.map((session) => (
              <Session key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function Session({ session }: { readonly session: Schemas['SignInSessionDto'] }) {
  const end = useAct((id: string) =>
    answered(api.DELETE('/v1/me/sessions/{id}', { params: { path: { id } } })),
  );
  return (
    <li className="card row">
      <span>
        {session.current ? <b>{t('settings.thisDevice')}</b> : t('settings.otherDevice')}
        <br />
        <span className="soft small">{t('settings.lastSeen', { day: dateOf(session.lastSeenAt) })}</span>
      </span>
      <ProblemBox problem={end.problem} />
      {session.current ? null : (
        <button className="button" type="button" onClick={() => end.run(session.id)}>
          {t('settings.endSession')}
        </button>
      )}
    </li>
  );
}
