import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { preferencesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Switch } from '../ui/switch.js';
import { t } from '../words/words.js';

type Preference = Schemas['PreferenceDto'];

const CHANNELS = ['e-mail', 'sms'] as const;

/** What also comes by e-mail or as a short message; what must come cannot be switched off. */
export function Channels() {
  const query = useQuery(preferencesQuery);
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
        {({ preferences }) =>
          CHANNELS.map((channel) => (
            <Switches
              key={channel}
              channel={channel}
              preferences={preferences.filter((it) => it.channel === channel)}
              onChange={change.run}
            />
          ))
        }
      </Loaded>
    </section>
  );
}

interface SwitchesProps {
  readonly channel: Preference['channel'];
  /** None for members without a phone. */
  readonly preferences: readonly Preference[];
  readonly onChange: (preference: Preference) => void;
}

function Switches({ channel, preferences, onChange }: SwitchesProps) {
  if (preferences.length === 0) return null;
  return (
    <details>
      <summary>{t(channel === 'sms' ? 'settings.sms' : 'settings.oneByOne')}</summary>
      <div className="card switches">
        {preferences.map((preference) => (
          <Switch
            key={preference.topic}
            on={preference.wanted}
            fixed={preference.required}
            label={
              <>
                {t(`topic.${preference.topic}`)}
                {preference.required ? <span className="soft small"> {t('settings.always')}</span> : null}
              </>
            }
            onChange={() => onChange(preference)}
          />
        ))}
      </div>
    </details>
  );
}
