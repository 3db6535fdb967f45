import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Field } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** The desk asks something before it can go on. */
export function Question({ request }: { readonly request: Schemas['RequestDto'] }) {
  const [answer, setAnswer] = useState('');
  const send = useAct((text: string, key) =>
    answered(
      api.POST('/v1/requests/{id}/answer-info', {
        params: { path: { id: request.id }, header: keyed(key) },
        body: { answer: text },
      }),
    ),
  );
  return (
    <form
      className="card fresh section"
      onSubmit={(event) => {
        event.preventDefault();
        send.run(answer.trim());
      }}
    >
      <h2>{t('request.question')}</h2>
      <p dir="auto">{request.question}</p>
      <ProblemBox problem={send.problem} />
      <Field id="answer" label={t('request.answer')}>
        {(props) => (
          <textarea
            {...props}
            required
            rows={2}
            dir="auto"
            maxLength={500}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
        )}
      </Field>
      <button className="button main" type="submit" data-pending={send.pending || undefined}>
        {t('request.sendAnswer')}
      </button>
    </form>
  );
}
