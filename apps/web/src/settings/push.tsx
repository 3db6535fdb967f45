import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed } from '../api/client.js';
import { Problem, problemOf } from '../api/problem.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Switch } from '../ui/switch.js';
import { t } from '../words/words.js';
import { currentSubscription, endSubscription, keepSubscription, subscribeBrowser } from './push-browser.js';

/** Whether this browser tells when there is something new, also while the application is closed. */
export function PushSwitch() {
  const {
    me: { communityId },
  } = useSession();
  const query = useQuery({
    queryKey: ['push'],
    queryFn: () => currentSubscription(communityId),
    staleTime: Infinity,
  });
  const change = useAct(async (wanted: boolean, key) => {
    if (!wanted) {
      const id = await endSubscription(communityId);
      if (id) {
        await answered(api.DELETE('/v1/me/push-subscriptions/{id}', { params: { path: { id } } })).catch(
          // Forgotten already: the browser's own service said that it is gone.
          (error: unknown) => {
            if (problemOf(error).status !== 404) throw error;
          },
        );
      }
      return;
    }
    const { publicKey } = await answered(api.GET('/v1/me/push-subscriptions'));
    const body = await subscribeBrowser(publicKey);
    if (!body) throw new Problem({ status: 422, code: 'push-not-possible' });
    const { id } = await answered(
      api.POST('/v1/me/push-subscriptions', { params: { header: keyed(key) }, body }),
    );
    keepSubscription(communityId, id);
  });
  if (query.data === undefined || query.data === 'not-here') return null;
  return (
    <section className="section" aria-labelledby="push">
      <h2 id="push">{t('push.title')}</h2>
      <ProblemBox problem={change.problem} />
      {query.data === 'refused' ? (
        <p className="hintbox">{t('push.refused')}</p>
      ) : (
        <div className="card switches">
          <Switch
            on={query.data === 'on'}
            fixed={change.pending}
            label={
              <>
                {t('push.here')}
                <br />
                <span className="soft small">{t('push.hint')}</span>
              </>
            }
            onChange={change.run}
          />
        </div>
      )}
    </section>
  );
}
