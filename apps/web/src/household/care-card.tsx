import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { problemOf } from '../api/problem.js';
import { useAct } from '../api/use-act.js';
import { Choice } from '../ui/choice.js';
import { Field, type Wrong } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { t } from '../words/words.js';

type Card = Schemas['CareCardDto'];
type Content = Schemas['WriteCareCardDto'];

/** What a helper must know in need. Read only when it is opened: each reading is recorded. */
export function CareCard({ dependantId }: { readonly dependantId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('careCard.title')}</summary>
      <p className="soft small">{t('careCard.hint')}</p>
      {open ? <Opened dependantId={dependantId} /> : null}
    </details>
  );
}

function Opened({ dependantId }: { readonly dependantId: string }) {
  const query = useQuery({
    queryKey: ['care-card', dependantId],
    refetchOnWindowFocus: false,
    queryFn: async (): Promise<Card | null> => {
      try {
        return await answered(
          api.GET('/v1/dependants/{id}/care-card', { params: { path: { id: dependantId } } }),
        );
      } catch (error) {
        // There is none yet.
        if (problemOf(error).status === 404) return null;
        throw error;
      }
    },
  });
  return <Loaded query={query}>{(card) => <CardForm dependantId={dependantId} card={card} />}</Loaded>;
}

const MOST_INSTRUCTIONS = 500;
const PHONE = /^\+?[\d ()/.-]{4,30}$/;

export function CardForm({
  dependantId,
  card,
  heard,
}: {
  readonly dependantId: string;
  readonly card: Card | null;
  /** How the desk heard it, where it writes it down for a guardian. */
  readonly heard?: Pick<Content, 'guardianId' | 'channel' | 'spokenLanguage'>;
}) {
  const [content, setContent] = useState<Content>({
    emergencyName: card?.emergencyName ?? '',
    emergencyPhone: card?.emergencyPhone ?? '',
    instructions: card?.instructions ?? '',
    consent: card !== null,
  });
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const change = (part: Partial<Content>) => setContent((before) => ({ ...before, ...part }));
  const id = (name: string) => `${name}-${dependantId}`;
  const save = useAct((body: Content) =>
    answered(
      api.PUT('/v1/dependants/{id}/care-card', {
        params: { path: { id: dependantId }, header: ifMatch(card?.version ?? 0) },
        body: { ...body, ...heard },
      }),
    ),
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = wrongsOf(content, id);
        setWrongs(found);
        if (found.length === 0) save.run(content);
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={save.problem} />
      <Field id={id('who')} label={t('careCard.who')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            dir="auto"
            maxLength={80}
            value={content.emergencyName}
            onChange={(event) => change({ emergencyName: event.target.value })}
          />
        )}
      </Field>
      <Field id={id('phone')} label={t('careCard.phone')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            type="tel"
            dir="ltr"
            maxLength={30}
            value={content.emergencyPhone}
            onChange={(event) => change({ emergencyPhone: event.target.value })}
          />
        )}
      </Field>
      <Field id={id('text')} label={t('careCard.text')} hint={t('careCard.textHint')}>
        {(props) => (
          <textarea
            {...props}
            rows={3}
            dir="auto"
            maxLength={MOST_INSTRUCTIONS}
            value={content.instructions}
            onChange={(event) => change({ instructions: event.target.value })}
          />
        )}
      </Field>
      <div id={id('consent')} tabIndex={-1}>
        <Choice
          kind="checkbox"
          name={id('consent')}
          value="yes"
          label={t('careCard.consent')}
          chosen={content.consent}
          onChoose={() => change({ consent: !content.consent })}
        />
      </div>
      <div className="acts">
        <button className="button main" type="submit" data-pending={save.pending || undefined}>
          {t('app.save')}
        </button>
        {save.done ? (
          <p className="mark good" role="status">
            {t('app.saved')}
          </p>
        ) : null}
      </div>
    </form>
  );
}

function wrongsOf(content: Content, id: (name: string) => string): Wrong[] {
  const found: Wrong[] = [];
  if (!content.emergencyName.trim()) found.push({ field: id('who'), words: 'wrong.emergencyName' });
  if (!PHONE.test(content.emergencyPhone.trim())) found.push({ field: id('phone'), words: 'wrong.phone' });
  if (!content.consent) found.push({ field: id('consent'), words: 'wrong.consent' });
  return found;
}
