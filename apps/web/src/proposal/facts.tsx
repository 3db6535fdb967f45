import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import { assignmentReasonsQuery } from '../api/helper-queries.js';
import { useNames, useSession } from '../app/session.js';
import { ageBands } from '../offers/age-band.js';
import { Icon, type IconName } from '../ui/icon.js';
import { visitInWords } from '../ui/when.js';
import { languageName, listOf } from '../words/time.js';
import { said, t } from '../words/words.js';

type Assignment = Schemas['AssignmentDto'];

/** What a helper is asked: where and for whom, when and how far, what is needed, and why they are asked. */
export function Facts({ assignment }: { readonly assignment: Assignment }) {
  const { data: why } = useQuery(assignmentReasonsQuery(assignment.id));
  return (
    <>
      <Ask assignment={assignment} />
      <Dates seats={assignment.seats} ways={why?.ways ?? []} />
      <Needed asked={assignment.asked} />
      <section className="section" aria-labelledby="why">
        <h2 id="why">{t('proposal.whyMe')}</h2>
        <ul className="checks">
          {why?.reasons.map(({ id, sentence }) => (
            <li key={id} className="with-icon">
              <Icon name="check" size={20} />
              <span dir="auto">{sentence}</span>
            </li>
          ))}
        </ul>
        {why?.reasons.length === 0 ? <p>{t('proposal.chosen')}</p> : null}
        <p className="soft small">{t('proposal.late')}</p>
      </section>
    </>
  );
}

function Line({ icon, children }: { readonly icon: IconName; readonly children: string }) {
  return (
    <p className="with-icon">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

function Ask({ assignment: one }: { readonly assignment: Assignment }) {
  const { zone } = useNames();
  const { community } = useSession();
  const { dropOffZoneId, dependants } = one.asked;
  return (
    <section className="card">
      <Line icon="pin">{zone(one.zoneId)}</Line>
      {dropOffZoneId ? <Line icon="pin">{t('proposal.to', { zone: zone(dropOffZoneId) })}</Line> : null}
      {dependants > 0 ? (
        <Line icon="child">
          {t('proposal.people', { count: dependants, ages: listOf(ageBands(one.ageBands)) })}
        </Line>
      ) : null}
      {community.timebank ? (
        <Line icon={one.regime === 'volunteer' ? 'hands' : 'clock'}>{t(`proposal.${one.regime}`)}</Line>
      ) : null}
      {one.guardianNeeded ? <Line icon="people">{t('proposal.firstTime')}</Line> : null}
    </section>
  );
}

function Dates({
  seats,
  ways,
}: {
  readonly seats: Assignment['seats'];
  readonly ways: Schemas['HelperReasonsDto']['ways'];
}) {
  const minutes = new Map(ways.map(({ visitId, travelMinutes }) => [visitId, travelMinutes]));
  return (
    <section className="section" aria-labelledby="dates">
      <h2 id="dates">{t('request.dates')}</h2>
      <ul className="lines">
        {seats.map((seat) => {
          const way = minutes.get(seat.visitId);
          return (
            <li key={seat.id} className="reading row">
              <span className="capital">{visitInWords(seat)}</span>
              {way === undefined ? null : (
                <span className="soft small">{t('proposal.way', { minutes: way })}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Needed({ asked: { subjects, languages, carSeats } }: { readonly asked: Assignment['asked'] }) {
  const seats = (['infant', 'child', 'booster', 'adult'] as const).flatMap((type) => {
    const count = carSeats[type];
    return count ? t(`proposal.carSeat.${type}`, { count }) : [];
  });
  const nothing = subjects.length + languages.length + seats.length === 0;
  return (
    <section className="section" aria-labelledby="needed">
      <h2 id="needed">{t('proposal.needed')}</h2>
      {nothing ? <p>{t('proposal.nothingNeeded')}</p> : null}
      {seats.length > 0 ? <p>{t('proposal.car', { seats: listOf(seats) })}</p> : null}
      {subjects.length > 0 ? (
        <p>
          {t('proposal.subjects', {
            subjects: listOf(subjects.map((code) => said(`subject.${code}`) ?? code)),
          })}
        </p>
      ) : null}
      {languages.length > 0 ? (
        <p>{t('proposal.languages', { languages: listOf(languages.map(languageName)) })}</p>
      ) : null}
    </section>
  );
}
