import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PersonName } from '../desk-people/person-name.js';
import { SettleForm } from '../desk-queue/settle-form.js';
import { Loaded, Together } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';
import { Booked } from './booked.js';
import { deskHoursQuery } from './hours-reads.js';

/** Hours at the desk: those about which helper and family differ, and those that count. */
export function DeskHours() {
  const { person } = useSearch({ from: '/co/hours' });
  const disputed = useInfiniteQuery(deskHoursQuery('disputed', person));
  const booked = useInfiniteQuery(deskHoursQuery('booked', person));
  return (
    <Page title={t('deskHours.title')} lead={t('deskHours.lead')}>
      {person ? <OnlyOf person={person} /> : null}
      <Together queries={[disputed, booked]}>
        <Disputed person={person} />
        <Booked person={person} />
      </Together>
    </Page>
  );
}

function OnlyOf({ person }: { readonly person: string }) {
  const navigate = useNavigate({ from: '/co/hours' });
  return (
    <div className="row">
      <p>
        {t('deskHours.onlyOf')} <PersonName id={person} />
      </p>
      <button className="button quiet" type="button" onClick={() => void navigate({ search: {} })}>
        {t('deskHours.ofAll')}
      </button>
    </div>
  );
}

/** The desk hears both and decides. */
function Disputed({ person }: { readonly person: string | undefined }) {
  const query = useInfiniteQuery(deskHoursQuery('disputed', person));
  return (
    <section className="section" aria-labelledby="disputed">
      <h2 id="disputed">{t('deskHours.disputed')}</h2>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('deskHours.none')}</p>;
          return (
            <ul className="plain">
              {all.map((entry) => (
                <li key={entry.id} className="card">
                  <SettleForm entry={entry} folded done={() => undefined} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}
