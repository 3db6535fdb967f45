import '../look/desk.css';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { memberQuery } from '../api/family-queries.js';
import { useSession } from '../app/session.js';
import { Together } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { Rows } from '../ui/rows.js';
import { dayInWords } from '../words/time.js';
import { t } from '../words/words.js';
import { consentsQuery, credentialsQuery, exemptionsQuery } from './check-reads.js';
import { ConsentRow, CredentialRow, ExemptionRow } from './check-rows.js';

/** What speaks for a helper, as the desk has it on record. */
export function MyChecks() {
  const { memberId } = useSession().me;
  const { data: member } = useQuery(memberQuery(memberId));
  const credentials = useQuery(credentialsQuery(memberId));
  const exemptions = useQuery(exemptionsQuery(memberId));
  const consents = useQuery({ ...consentsQuery(memberId), enabled: Boolean(member?.adultOn) });
  return (
    <Page title={t('checks.title')} lead={t('checks.lead')}>
      <Together queries={[credentials, exemptions]}>
        <List title={t('credentials.title')} query={credentials} none={t('checks.none')}>
          {(one) => <CredentialRow key={one.id} one={one} />}
        </List>
        {exemptions.data?.length ? (
          <List title={t('exemptions.title')} query={exemptions}>
            {(one) => <ExemptionRow key={one.id} one={one} />}
          </List>
        ) : null}
        {member?.adultOn ? (
          <>
            <List title={t('minor.consents')} query={consents} none={t('minor.none')}>
              {(one) => <ConsentRow key={one.id} one={one} />}
            </List>
            <p className="soft">{t('minor.until', { day: dayInWords(member.adultOn) })}</p>
          </>
        ) : null}
      </Together>
    </Page>
  );
}

function List<T>({
  title,
  query,
  none,
  children,
}: {
  readonly title: string;
  readonly query: UseQueryResult<readonly T[]>;
  readonly none?: string;
  readonly children: (one: T) => ReactNode;
}) {
  return (
    <section className="section">
      <h2>{title}</h2>
      <Rows query={query} none={none}>
        {children}
      </Rows>
    </section>
  );
}
