import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { municipalitiesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { AgeFields, ageIn } from '../desk-people/age.js';
import { AlikePeople } from '../desk-people/maybe-the-same.js';
import { Loaded } from '../ui/loaded.js';
import { Phone } from '../ui/phone.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Reasoned } from '../ui/reasoned.js';
import { dayAndTime, dayInWords, languageName } from '../words/time.js';
import { t } from '../words/words.js';

type JoinRequest = Schemas['JoinRequestDto'];

/** Somebody who asks to join: who they say they are, who they may be, yes or no. */
export function Asking({ request }: { readonly request: JoinRequest }) {
  const name = `${request.givenName} ${request.familyName}`;
  return (
    <article className="card" aria-label={name}>
      <div className="row">
        <h3 dir="auto">{name}</h3>
        <span className="mark">{t(`joining.origin.${request.origin}`)}</span>
      </div>
      <Facts request={request} />
      {request.note ? <p dir="auto">{request.note}</p> : null}
      <MaybeHere request={request} />
    </article>
  );
}

function Facts({ request }: { readonly request: JoinRequest }) {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const { data: municipalities = [] } = useQuery(municipalitiesQuery);
  const organisation = organisations.find(({ id }) => id === request.organisationId)?.name;
  const facts = [
    ['wish', request.roles.map((role) => t(`role.${role}`)).join(' · ')],
    ['adultOn', request.adultOn ? dayInWords(request.adultOn) : undefined],
    ['municipality', municipalities.find(({ id }) => id === request.municipalityId)?.name],
    ['language', languageName(request.language)],
    ['proposer', [request.proposer, organisation].filter(Boolean).join(' · ')],
    ['consent', request.consent ? t(`joining.consent.${request.consent}`) : undefined],
    ['since', dayAndTime(request.createdAt)],
  ] as const;
  return (
    <dl className="facts">
      {request.email || request.phone ? (
        <div>
          <dt>{t('joining.contact')}</dt>
          <dd>
            {request.email ? (
              <a href={`mailto:${request.email}`} dir="ltr">
                {request.email}
              </a>
            ) : (
              <Phone phone={request.phone ?? ''} />
            )}
          </dd>
        </div>
      ) : null}
      {facts.map(([fact, value]) =>
        value ? (
          <div key={fact}>
            <dt>{t(`joining.${fact}`)}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** Looked for before a word is said: perhaps they are here already. */
function MaybeHere({ request }: { readonly request: JoinRequest }) {
  const query = useQuery({
    queryKey: ['join-requests', request.id, 'alike'],
    queryFn: () =>
      answered(api.GET('/v1/join-requests/{id}/alike', { params: { path: { id: request.id } } })),
  });
  return (
    <Loaded query={query}>
      {(alike) => {
        const doubtful = alike.members.length + alike.hidden > 0;
        return (
          <>
            {alike.known || doubtful ? (
              <div className="hintbox">
                <p>
                  <strong>{t(alike.known ? 'alike.surely' : 'alike.maybe')}</strong>
                </p>
                <AlikePeople alike={alike} />
              </div>
            ) : (
              <p className="soft small">{t('joining.new')}</p>
            )}
            <Answer request={request} known={alike.known} doubtful={doubtful} />
          </>
        );
      }}
    </Loaded>
  );
}

function Answer({
  request,
  known,
  doubtful,
}: {
  readonly request: JoinRequest;
  readonly known: boolean;
  readonly doubtful: boolean;
}) {
  const params = (key: string) => ({ path: { id: request.id }, header: keyed(key) });
  const approve = useAct((body: Schemas['ApproveJoinDto'], key) =>
    answered(api.POST('/v1/join-requests/{id}/approve', { params: params(key), body })),
  );
  const refuse = useAct((body: Schemas['RefuseJoinDto'], key) =>
    answered(api.POST('/v1/join-requests/{id}/refuse', { params: params(key), body })),
  );
  return (
    <>
      <ProblemBox problem={approve.problem} />
      <form
        id={`let-in-${request.id}`}
        onSubmit={(event) => {
          event.preventDefault();
          approve.run({ different: doubtful, ...ageIn(new FormData(event.currentTarget)) });
        }}
      >
        {!known && !request.ageTold && request.roles.includes('helper') ? <AgeFields /> : null}
      </form>
      <div className="acts">
        {known ? null : (
          <button
            className="button main"
            type="submit"
            form={`let-in-${request.id}`}
            data-pending={approve.pending || undefined}
          >
            {t(doubtful ? 'joining.letInOther' : 'joining.letIn')}
          </button>
        )}
        <Reasoned
          button={t('joining.refuse')}
          className="button quiet bad"
          title={t('joining.refuseSure')}
          act={t('joining.refuse')}
          label={t('joining.reason')}
          hint={t('joining.reasonHint')}
          pending={refuse.pending}
          problem={refuse.problem}
          onConfirm={(reason) => refuse.run({ reason })}
        />
      </div>
    </>
  );
}
