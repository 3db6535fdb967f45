import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { assignmentQuery } from '../api/helper-queries.js';
import { useNames } from '../app/session.js';
import { ageBands } from '../offers/age-band.js';
import { Loaded } from '../ui/loaded.js';
import { visitInWords } from '../ui/when.js';
import { languageName, listOf } from '../words/time.js';
import { t } from '../words/words.js';
import { GuardianSpeaks, HelperSpeaks, type Speaker } from './who-answers.js';
import { YesNo } from './yes-no.js';

type Assignment = Schemas['AssignmentDto'];

/** A helper or a guardian answers by phone, or in front of the desk: what they are asked is read to them. */
export function HeardAnswer({ assignmentId, done }: { readonly assignmentId: string; done(): void }) {
  const query = useQuery(assignmentQuery(assignmentId));
  return <Loaded query={query}>{(assignment) => <Answering assignment={assignment} done={done} />}</Loaded>;
}

interface Asked {
  readonly assignment: Assignment;
  done(): void;
}

function Answering({ assignment, done }: Asked) {
  if (assignment.side !== 'coordinator') return <p className="hintbox">{t('heard.ownPart')}</p>;
  switch (assignment.state) {
    case 'awaiting-acceptance':
      return <FromHelper assignment={assignment} done={done} />;
    case 'awaiting-guardian':
      return <FromGuardian assignment={assignment} done={done} />;
    default:
      return null;
  }
}

const to = ({ id }: Assignment, key: string) => ({ params: { path: { id }, header: keyed(key) } });

function FromHelper({ assignment, done }: Asked) {
  const send = ({ heard }: Speaker, yes: boolean, key: string): Promise<unknown> => {
    const body = { version: assignment.version, ...heard };
    const step = to(assignment, key);
    return yes
      ? answered(api.POST('/v1/assignments/{id}/accept', { ...step, body }))
      : answered(api.POST('/v1/assignments/{id}/decline', { ...step, body }));
  };
  return (
    <>
      <h3>{t('heard.helperAsked')}</h3>
      <ReadToHelper assignment={assignment} />
      <HelperSpeaks helperId={assignment.helperId}>
        {(speaker) => <YesNo send={(yes, key) => send(speaker, yes, key)} done={done} />}
      </HelperSpeaks>
    </>
  );
}

function FromGuardian({ assignment, done }: Asked) {
  const send = ({ heard }: Speaker, yes: boolean, key: string): Promise<unknown> => {
    const body = { version: assignment.version, ...heard };
    const step = to(assignment, key);
    return yes
      ? answered(api.POST('/v1/assignments/{id}/guardian-yes', { ...step, body }))
      : answered(api.POST('/v1/assignments/{id}/guardian-no', { ...step, body }));
  };
  return (
    <>
      <h3>{t('heard.guardianAsked')}</h3>
      <ReadToGuardian assignment={assignment} />
      <GuardianSpeaks requestId={assignment.requestId}>
        {(speaker) => <YesNo send={(yes, key) => send(speaker, yes, key)} done={done} />}
      </GuardianSpeaks>
    </>
  );
}

const MOST_DATES = 5;

/** When it would be: the first dates, and how many more there are. */
function Dates({ seats }: { readonly seats: Assignment['seats'] }) {
  const further = seats.length - MOST_DATES;
  return (
    <>
      <ul className="plain">
        {seats.slice(0, MOST_DATES).map((seat) => (
          <li key={seat.id} className="capital">
            {visitInWords(seat)}
          </li>
        ))}
      </ul>
      {further > 0 ? <p>{t('heard.more', { count: further })}</p> : null}
    </>
  );
}

function ReadToHelper({ assignment }: { readonly assignment: Assignment }) {
  const { category, zone } = useNames();
  const { dependants } = assignment.asked;
  return (
    <div className="hintbox">
      <p>
        <strong>{category(assignment.categoryId)}</strong>, {zone(assignment.zoneId)}
      </p>
      {dependants > 0 ? (
        <p>{t('proposal.people', { count: dependants, ages: listOf(ageBands(assignment.ageBands)) })}</p>
      ) : null}
      <Dates seats={assignment.seats} />
    </div>
  );
}

/** A guardian hears what they would read: first name, languages, checks passed. */
function ReadToGuardian({ assignment: { helper, seats } }: { readonly assignment: Assignment }) {
  return (
    <div className="hintbox">
      <p>
        <strong dir="auto">{helper?.givenName}</strong>
      </p>
      {helper && helper.languages.length > 0 ? (
        <p>{t('heard.speaks', { languages: listOf(helper.languages.map(languageName)) })}</p>
      ) : null}
      {helper && helper.checksPassed.length > 0 ? (
        <p dir="auto">{t('heard.checked', { checks: listOf(helper.checksPassed) })}</p>
      ) : null}
      <Dates seats={seats} />
    </div>
  );
}
