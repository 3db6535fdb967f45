import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { said, t } from '../words/words.js';
import { deviceWords } from './device-words.js';
import { factorsQuery } from './factors-query.js';
import { ProveFirst } from './prove.js';

/** Where one is signed in, and an end to it. */
export function Sessions() {
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => answered(api.GET('/v1/me/sessions')) });
  const { data: factors } = useQuery(factorsQuery);
  const proved = factors?.recentlyProved === true;
  return (
    <section className="section" aria-labelledby="sessions">
      <h2 id="sessions">{t('settings.sessions')}</h2>
      <Loaded query={query}>
        {(sessions) => (
          <>
            {factors && !proved && sessions.length > 1 ? <ProveFirst /> : null}
            <ul className="plain">
              {sessions.map((session) => (
                <Session key={session.id} session={session} endable={proved && !session.current} />
              ))}
            </ul>
            {proved && sessions.length > 2 ? (
              <div className="acts">
                <EndOthers />
              </div>
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

function EndOthers() {
  const end = useAct<undefined, unknown>(() => answered(api.DELETE('/v1/me/sessions')));
  return (
    <Confirm
      button={t('settings.endOthers')}
      className="button bad"
      title={t('settings.endOthersSure')}
      act={t('settings.endOthers')}
      pending={end.pending}
      problem={end.problem}
      onConfirm={() => end.run(undefined)}
    >
      <p>{t('settings.endOthersHint')}</p>
    </Confirm>
  );
}

function Session({
  session,
  endable,
}: {
  readonly session: Schemas['SignInSessionDto'];
  readonly endable: boolean;
}) {
  const end = useAct((id: string) =>
    answered(api.DELETE('/v1/me/sessions/{id}', { params: { path: { id } } })),
  );
  const device = deviceWords(session) ?? (session.current ? null : t('settings.otherDevice'));
  const factor = session.secondFactor && said(`session.factor.${session.secondFactor}`);
  return (
    <li className="card row">
      <span>
        {session.current ? <b>{t('settings.thisDevice')}</b> : null} {device}
        <br />
        <span className="soft small">
          {t(`session.opened.${session.way}`, { day: dateOf(session.createdAt) })}
          <br />
          {factor ? (
            <>
              {factor}
              <br />
            </>
          ) : null}
          {t('settings.lastSeen', { day: dateOf(session.lastSeenAt) })}
        </span>
      </span>
      <ProblemBox problem={end.problem} />
      {endable ? (
        <button className="button" type="button" onClick={() => end.run(session.id)}>
          {t('settings.endSession')}
        </button>
      ) : null}
    </li>
  );
}
