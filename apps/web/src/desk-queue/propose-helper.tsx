import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Field } from '../ui/field.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { said, t } from '../words/words.js';

type Proposing = Schemas['CreateProposalDto'];
type Rule = NonNullable<Proposing['overrideRules']>[number];

const MOST_REASON = 500;

/** The desk's own choice for a need: the rules are looked at all the same, and some may be set aside with a reason. */
export function ProposeHelper({ requestId }: { readonly requestId: string }) {
  const [helperId, setHelperId] = useState('');
  /** Set aside so far: the service names one after the other. */
  const [rules, setRules] = useState<readonly Rule[]>([]);
  const [made, setMade] = useState<string>();
  const propose = useAct(
    (body: Proposing, key) => answered(api.POST('/v1/proposals', { params: { header: keyed(key) }, body })),
    ({ id }) => setMade(id),
  );
  const rule = propose.problem?.facts['rule'];
  const asked = propose.problem?.code === 'override-needed' ? (rule as Rule) : undefined;
  if (made)
    return (
      <p className="notice" role="status">
        {t('byHand.done')}{' '}
        <Link to="/co/queue" search={{ item: `new.${made}` }}>
          {t('byHand.open')}
        </Link>
      </p>
    );
  return (
    <details className="more-of">
      <summary>{t('byHand.title')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const overrideRules = asked ? [...new Set([...rules, asked])] : rules;
          setRules(overrideRules);
          propose.run({
            requestId,
            helperId,
            overrideRules: [...overrideRules],
            reason: String(form.get('reason') ?? '').trim() || undefined,
            helperAgreed: form.has('agreed'),
          });
        }}
      >
        <p className="soft small">{t('byHand.hint')}</p>
        <PersonPick
          id="by-hand"
          label={t('byHand.who')}
          role="helper"
          chosen={helperId}
          onChoose={(id) => {
            setHelperId(id);
            setRules([]);
          }}
        />
        <ProblemBox problem={propose.problem} />
        {typeof rule === 'string' ? (
          <p>
            <strong>{said(`queue.detail.${rule}`) ?? rule}</strong>
          </p>
        ) : null}
        {asked || rules.length > 0 ? <Override /> : null}
        <button
          className="button main"
          type="submit"
          disabled={!helperId}
          data-pending={propose.pending || undefined}
        >
          {t(asked ? 'byHand.allTheSame' : 'byHand.do')}
        </button>
      </form>
    </details>
  );
}

function Override() {
  return (
    <>
      <Field id="by-hand-reason" label={t('byHand.reason')}>
        {(props) => (
          <textarea {...props} name="reason" required rows={2} maxLength={MOST_REASON} dir="auto" />
        )}
      </Field>
      <label className="tick">
        <input type="checkbox" name="agreed" />
        <span>{t('byHand.agreed')}</span>
      </label>
    </>
  );
}
