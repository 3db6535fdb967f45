import '../look/desk.css';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { householdOfQuery } from '../api/desk-queries.js';
import { memberQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { requestOf, wrongsOf } from '../ask/ask.rules.js';
import { draftLike, emptyDraft, inCommunity, type Draft } from '../ask/draft.js';
import { What } from '../ask/what.js';
import { When } from '../ask/when.js';
import { Where } from '../ask/where.js';
import { HowHeardFields, type HowHeard } from '../desk-heard/how-heard.js';
import { caseQuery } from '../desk-queue/queue-reads.js';
import { Choice } from '../ui/choice.js';
import { Group, type Wrong } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { NoteField } from '../ui/note-field.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { RegimeChoice } from '../ui/regime-choice.js';
import { Wrongs } from '../ui/wrongs.js';
import { localDay } from '../words/time.js';
import { t } from '../words/words.js';
import { ChoosePayer, THEIR_OWN } from './payer.js';

/** The desk asks in somebody's name, with them on the phone: one page, in the order of a conversation. */
export function DeskAsk() {
  const { memberId } = useParams({ from: '/co/ask/$memberId' });
  const { like } = useSearch({ from: '/co/ask/$memberId' });
  const before = useQuery({ ...caseQuery(like ?? ''), enabled: like !== undefined });
  const member = useQuery(memberQuery(memberId));
  const homes = useQuery(householdOfQuery(memberId));
  const name = member.data?.givenName ?? '';
  return (
    <Page title={t('deskAsk.title', { name })} lead={t('deskAsk.lead')}>
      <Loaded query={member}>
        {(person) => (
          <Loaded query={homes}>
            {([household]) =>
              household ? (
                <Begun query={like === undefined ? undefined : before}>
                  {(draft) => <Conversation person={person} household={household} begun={draft} />}
                </Begun>
              ) : (
                <p className="empty">{t('homeOf.none')}</p>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

/** From nothing, or from what was asked before. */
function Begun({
  query,
  children,
}: {
  readonly query: UseQueryResult<Schemas['RequestDto']> | undefined;
  readonly children: (draft: Draft) => ReactNode;
}) {
  if (!query) return children(emptyDraft());
  return <Loaded query={query}>{(before) => children(draftLike(before, localDay()))}</Loaded>;
}

interface Call extends HowHeard {
  readonly noticed: boolean;
}

function Conversation({
  person,
  household,
  begun,
}: {
  readonly person: Schemas['MemberDto'];
  readonly household: Schemas['HouseholdDto'];
  readonly begun: Draft;
}) {
  const navigate = useNavigate();
  const { categories } = useNames();
  const { community } = useSession();
  const [draft, setDraft] = useState(begun);
  const [call, setCall] = useState<Call>({
    channel: 'phone',
    language: person.language ?? community.defaultLanguage,
    noticed: false,
  });
  const [payer, choosePayer] = useState(THEIR_OWN);
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const category = categories.find(({ id }) => id === draft.categoryId);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const parts = { draft, change, wrongs, household };
  const send = useAct(
    (body: Schemas['NewRequestDto'], key) => askFor(person, call, body, key),
    () => void navigate({ to: '/co/people/$id', params: { id: person.id } }),
  );
  return (
    <form
      className="column"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = [
          ...(call.noticed ? [] : [{ field: 'noticed', words: 'wrong.notice' } as const]),
          ...wrongsOf('check', draft, category, localDay()),
        ];
        setWrongs(found);
        if (found.length > 0 || !category) return;
        const asked = requestOf(inCommunity(draft, community), category, {
          householdId: household.id,
          memberId: person.id,
          payerAccountId: payer,
        });
        send.run({
          ...asked,
          onBehalfOf: person.id,
          channel: call.channel,
          spokenLanguage: call.language,
          noticeRead: call.noticed,
        });
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={send.problem} />
      <TheCall call={call} change={(part) => setCall((before) => ({ ...before, ...part }))} wrongs={wrongs} />
      <What
        {...parts}
        addChildren={
          <Link to="/co/people/$id" params={{ id: person.id }}>
            {t('ask.addChildren')}
          </Link>
        }
      />
      <When {...parts} />
      <Where {...parts} />
      <RegimeChoice label={t('ask.regime')} chosen={draft.regime} choose={(regime) => change({ regime })} />
      {community.timebank && draft.regime === 'timebank' ? (
        <ChoosePayer name={person.givenName ?? ''} chosen={payer} choose={choosePayer} />
      ) : null}
      <NoteField label={t('deskAsk.note')} note={draft.note} change={change} />
      <div className="acts">
        <button className="button main wide" type="submit" data-pending={send.pending || undefined}>
          {t('ask.send')}
        </button>
      </div>
    </form>
  );
}

/** How one talks, in which language, and that the notice was read aloud before anything is written down. */
function TheCall({
  call,
  change,
  wrongs,
}: {
  readonly call: Call;
  readonly change: (part: Partial<Call>) => void;
  readonly wrongs: readonly Wrong[];
}) {
  return (
    <section className="card">
      <HowHeardFields how={call} change={change} hint={t('deskAsk.languageHint')} />
      <Group id="noticed" label={t('people.noticeTitle')} hint={t('people.notice')} wrongs={wrongs}>
        <Choice
          kind="checkbox"
          name="noticed"
          value="yes"
          label={t('people.noticeRead')}
          chosen={call.noticed}
          onChoose={() => change({ noticed: !call.noticed })}
        />
      </Group>
    </section>
  );
}

/** The request; who spoke another language than the one on record is written to in it from now on. */
async function askFor(
  person: Schemas['MemberDto'],
  call: Call,
  body: Schemas['NewRequestDto'],
  key: string,
): Promise<void> {
  await answered(api.POST('/v1/requests', { params: { header: keyed(key) }, body }));
  if (call.language === person.language || !person.version) return;
  await answered(
    api.PATCH('/v1/members/{id}', {
      params: { path: { id: person.id }, header: ifMatch(person.version) },
      body: { language: call.language },
    }),
  );
}
