import { useId } from 'react';
import { useSession } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Field, Group } from '../ui/field.js';
import { languageName } from '../words/time.js';
import { t } from '../words/words.js';

const CHANNELS = ['phone', 'desk'] as const;

/** How somebody talks with the desk, and in which language. */
export interface HowHeard {
  readonly channel: (typeof CHANNELS)[number];
  readonly language: string;
}

/** Asked before anything is written down for somebody. */
export function HowHeardFields({
  how,
  change,
  hint,
}: {
  readonly how: HowHeard;
  readonly change: (part: Partial<HowHeard>) => void;
  readonly hint?: string;
}) {
  const id = useId();
  const { community } = useSession();
  return (
    <>
      <Group id={`${id}-channel`} label={t('deskAsk.channel')}>
        <div className="choices two">
          {CHANNELS.map((channel) => (
            <Choice
              key={channel}
              kind="radio"
              name={`${id}-channel`}
              value={channel}
              label={t(`deskAsk.${channel}`)}
              chosen={how.channel === channel}
              onChoose={() => change({ channel })}
            />
          ))}
        </div>
      </Group>
      <Field id={`${id}-spoken`} label={t('deskAsk.language')} hint={hint}>
        {(props) => (
          <select
            {...props}
            value={how.language}
            onChange={(event) => change({ language: event.target.value })}
          >
            {[...new Set([...community.languages, how.language])].map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
