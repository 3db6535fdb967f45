import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { PersonName } from '../desk-people/person-name.js';
import { Loaded } from '../ui/loaded.js';
import { t } from '../words/words.js';
import { HeardRegime } from './heard-regime.js';
import { Unfold } from './unfold.js';
import { HelperSpeaks, type Speaker } from './who-answers.js';
import { YesNo } from './yes-no.js';

type Ask = Schemas['ReplacementAskDto'];

const MOST = 50;

/** Those who are asked to take a place that was given up; whoever answers by phone has it as by their own tap. */
export function HeardAsks({ seatId, done }: { readonly seatId: string; done(): void }) {
  const query = useQuery({
    queryKey: ['replacement-asks', 'seat', seatId],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/replacement-asks', { params: { query: { seatId, state: 'asked', limit: MOST } } }),
        )
      ).items,
  });
  return (
    <div>
      <HeardRegime seatId={seatId} />
      <h3>{t('heard.asks')}</h3>
      <Loaded query={query}>
        {(asks) =>
          asks.length === 0 ? (
            <p className="empty">{t('heard.noAsks')}</p>
          ) : (
            <ul className="lines">
              {asks.map((ask) => (
                <li key={ask.id} className="reading">
                  <PersonName id={ask.helperId} />
                  <Unfold button={t('heard.open')}>
                    <AnswerTo ask={ask} done={done} />
                  </Unfold>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function AnswerTo({ ask, done }: { readonly ask: Ask; done(): void }) {
  const send = ({ heard }: Speaker, yes: boolean, key: string): Promise<unknown> => {
    const body = { version: ask.version, ...heard };
    const step = { params: { path: { id: ask.id }, header: keyed(key) } };
    return yes
      ? answered(api.POST('/v1/replacement-asks/{id}/accept', { ...step, body }))
      : answered(api.POST('/v1/replacement-asks/{id}/decline', { ...step, body }));
  };
  return (
    <HelperSpeaks helperId={ask.helperId}>
      {(speaker) => <YesNo send={(yes, key) => send(speaker, yes, key)} done={done} />}
    </HelperSpeaks>
  );
}
