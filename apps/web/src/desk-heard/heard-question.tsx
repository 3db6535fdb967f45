import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { caseQuery } from '../desk-queue/queue-reads.js';
import { Field } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { Unfold } from './unfold.js';
import { GuardianSpeaks, type Speaker } from './who-answers.js';

/** The family was asked back, and answers by phone or in front of the desk: the question is read to it. */
export function HeardQuestion({ requestId, done }: { readonly requestId: string; done?(): void }) {
  const query = useQuery(caseQuery(requestId));
  return (
    <Loaded query={query}>
      {(request) =>
        request.state === 'needs-info' ? (
          <Unfold button={t('heard.open')}>
            <h3>{t('heard.familyAsked')}</h3>
            <p className="hintbox" dir="auto">
              {request.question}
            </p>
            <GuardianSpeaks requestId={requestId}>
              {(speaker) => <Answering request={request} speaker={speaker} done={done} />}
            </GuardianSpeaks>
          </Unfold>
        ) : null
      }
    </Loaded>
  );
}

const MOST_ANSWER = 500;

function Answering({
  request: { id, version },
  speaker: { heard },
  done,
}: {
  readonly request: Schemas['RequestDto'];
  readonly speaker: Speaker;
  done?(): void;
}) {
  const [answer, setAnswer] = useState('');
  const send = useAct(
    (text: string, key) =>
      answered(
        api.POST('/v1/requests/{id}/answer-info', {
          params: { path: { id }, header: keyed(key) },
          body: { version, answer: text, ...heard },
        }),
      ),
    done,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.run(answer.trim());
      }}
    >
      <ProblemBox problem={send.problem} />
      <Field id={`${id}-answer`} label={t('heard.answer')}>
        {(props) => (
          <textarea
            {...props}
            required
            rows={2}
            dir="auto"
            maxLength={MOST_ANSWER}
            value={answer}
            onChange={({ target }) => setAnswer(target.value)}
          />
        )}
      </Field>
      <FormActs act={t('heard.sendAnswer')} pending={send.pending} />
    </form>
  );
}
