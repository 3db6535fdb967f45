import { useQuery } from '@tanstack/react-query';
import { Switch } from 'react-aria-components';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

type Preference = Schemas['PreferenceDto'];

/** What also comes by e-mail; what must come cannot be switched off. */
export function Channels() {
  const query = useQuery({
    queryKey: ['preferences'],
    queryFn: () => answered(api.GET('/v1/me/notification-preferences')),
  });
  const change = useAct(({ topic, channel }: Preference, _key) => {
    const wanted = !query.data?.preferences.find((it) => it.topic === topic && it.channel === channel)
      ?.wanted;
    return answered(
      api.PUT('/v1/me/notification-preferences', { body: { preferences: [{ topic, channel, wanted }] } }),
    );
  });
  return (
    <section className="section" aria-labelledby="channels">
      <h2 id="channels">{t('settings.mail')}</h2>
      <p className="soft">{t('settings.mailHint')}</p>
      <ProblemBox problem={change.problem} />
      <Loaded query={query}>
        {({ preferences }) => (
          <details>
            <summary>{t('settings.oneByOne')}</summary>
            <div className="card switches">
              {preferences.map((preference) => (
                <Switch
                  key={`${preference.topic} ${preference.channel}`}
                  className="switch"
                  isSelected={preference.wanted}
                  isDisabled={preference.required}
                  onChange={() => change.run(preference)}
                >
                  <span className="track" />
                  <span>
                    {t(`topic.${preference.topic}`)}
                    {preference.required ? <span className="soft small"> {t('settings.always')}</span> : null}
                  </span>
                </Switch>
              ))}
            </div>
          </details>
        )}
      </Loaded>
    </section>
  );
}
