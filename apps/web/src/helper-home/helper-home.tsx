import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import {
  ASIDE,
  assignmentsQuery,
  memberQuery,
  seatsQuery,
  toConfirmQuery,
  toDeclareQuery,
} from '../api/family-queries.js';
import { categoriesQuery, municipalitiesQuery } from '../api/queries.js';
import { useNames, useSession } from '../app/session.js';
import { Icon } from '../ui/icon.js';
import { Loaded, Together } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { Thumb } from '../ui/thumb.js';
import { dayAndTime, longDayOf, now } from '../words/time.js';
import { t } from '../words/words.js';
import { NextVisits } from './next-visits.js';
import { Replacements } from './replacements.js';

type Listed = Schemas['ListedAssignmentDto'];

/** A helper's beginning: what they are asked, where they go next. */
export function HelperHome() {
  const { me } = useSession();
  const { data: member } = useQuery({ ...memberQuery(me.memberId), meta: ASIDE });
  const assignments = useQuery(assignmentsQuery);
  const seats = useQuery(seatsQuery);
  const hours = useQuery(toConfirmQuery);
  const kinds = useQuery(categoriesQuery);
  const places = useQuery(municipalitiesQuery);
  const name = member?.givenName;
  const mine = (all: readonly Listed[], wanted: Listed['state']) =>
    all.filter(({ helperId, state }) => helperId === me.memberId && state === wanted);
  return (
    <Page title={name ? t('home.hello', { name }) : t('helper.title')} lead={longDayOf(now())}>
      <Together queries={[assignments, seats, hours, kinds, places]}>
        <Replacements />
        <section className="section" aria-labelledby="asked">
          <h2 id="asked">{t('helper.asked')}</h2>
          <Loaded query={assignments}>
            {(all) => {
              const asked = mine(all, 'awaiting-acceptance');
              if (asked.length === 0) return <p className="empty">{t('helper.noneAsked')}</p>;
              return (
                <ul className="plain">
                  {asked.map((one) => (
                    <Asked key={one.id} assignment={one} />
                  ))}
                </ul>
              );
            }}
          </Loaded>
          {mine(assignments.data ?? [], 'awaiting-guardian').map((one) => (
            <p className="hintbox" key={one.id}>
              {t('helper.guardianThinks', { when: one.firstStartsAt ? dayAndTime(one.firstStartsAt) : '' })}
            </p>
          ))}
        </section>
        <ToConfirm />
        <NextVisits />
        <section className="section">
          <Link className="card go" to="/v/offers">
            <Icon name="list" size={28} />
            <span>
              <b>{t('offers.title')}</b>
              <span className="soft">{t('offers.lead')}</span>
            </span>
            <Icon name="forward" />
          </Link>
        </section>
      </Together>
      <Thumb>
        <Link className="button main" to="/v/availability">
          <Icon name="calendar" />
          {t('helper.week')}
        </Link>
      </Thumb>
    </Page>
  );
}

function Asked({ assignment: one }: { readonly assignment: Listed }) {
  const { category, zone } = useNames();
  return (
    <li>
      <Link className="card fresh go" to="/v/proposals/$id" params={{ id: one.id }}>
        <Icon name="hands" size={28} />
        <span>
          <b>{category(one.categoryId)}</b>
          <span>{one.firstStartsAt ? dayAndTime(one.firstStartsAt) : ''}</span>
          <span className="soft">{`${zone(one.zoneId)} · ${t('request.visits', { count: one.visits })}`}</span>
          <span className="soft small">{t('helper.answerBy', { when: dayAndTime(one.answerBy) })}</span>
        </span>
        <Icon name="forward" />
      </Link>
    </li>
  );
}

/** Hours to write down or confirm wait on their own page. */
function ToConfirm() {
  const { me } = useSession();
  const { data: entries = [] } = useQuery(toConfirmQuery);
  const { data: seats = [] } = useQuery(toDeclareQuery);
  const due = seats.filter(({ memberId }) => memberId === me.memberId);
  const count = entries.length + due.length;
  if (count === 0) return null;
  return (
    <section className="section">
      <Link className="card fresh go" to="/hours">
        <Icon name="clock" size={28} />
        <span>
          <b>{t('helper.hours', { count })}</b>
          <span className="soft">{t('home.hoursHint')}</span>
        </span>
        <Icon name="forward" />
      </Link>
    </section>
  );
}
