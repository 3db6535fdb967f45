import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { HowHeardFields, type HowHeard } from '../desk-heard/how-heard.js';
import { ChoiceSwitches } from '../privacy/choice-switches.js';
import { useNoticeVersion } from '../privacy/notice-version.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** What somebody agrees to, as they say it on the phone; taken back as easily as given. */
export function ChoicesOf({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { community } = useSession();
  const [heard, hear] = useState<Partial<HowHeard>>({});
  const how: HowHeard = {
    channel: 'phone',
    language: person.language ?? community.defaultLanguage,
    ...heard,
  };
  const noticeVersion = useNoticeVersion();
  const query = useQuery({
    queryKey: ['privacy', 'choices', person.id],
    queryFn: () =>
      answered(api.GET('/v1/members/{id}/privacy-choices', { params: { path: { id: person.id } } })),
  });
  const act = useAct(({ purpose, given }: Schemas['ChoiceDto'], key) =>
    answered(
      api.POST('/v1/me/privacy-choices', {
        params: { header: keyed(key) },
        body: {
          purpose: purpose as Schemas['NewChoiceDto']['purpose'],
          given: !given,
          noticeVersion,
          language: how.language,
          channel: how.channel,
          onBehalfOf: person.id,
        },
      }),
    ),
  );
  return (
    <div className="card">
      <p className="hintbox">{t('choicesOf.hint')}</p>
      <HowHeardFields how={how} change={(part) => hear((before) => ({ ...before, ...part }))} />
      <ProblemBox problem={act.problem} />
      <ChoiceSwitches query={query} choose={act.run} />
      <p className="soft small">{t('heard.told', { name: person.givenName ?? '' })}</p>
    </div>
  );
}
