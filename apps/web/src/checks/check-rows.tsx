import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { useNames } from '../app/session.js';
import { checkName } from '../words/known-names.js';
import { dayInWords, localDay } from '../words/time.js';
import { said, t } from '../words/words.js';

const LOOK: Record<string, string> = { valid: 'good', expiring: 'warn', expired: 'bad' };

function Row({
  title,
  look,
  mark,
  facts,
  reason,
  children,
}: {
  readonly title: string;
  readonly look: string;
  readonly mark: string;
  readonly facts: string;
  readonly reason?: string;
  readonly children?: ReactNode;
}) {
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong dir="auto">{title}</strong>
          <span className={`mark ${look}`}>{mark}</span>
        </span>
        {reason ? <span dir="auto">{reason}</span> : null}
        <span className="soft small">{facts}</span>
        {children}
      </div>
    </li>
  );
}

/** A check: what, how it stands, until when. */
export function CredentialRow({
  one,
  children,
}: {
  readonly one: Schemas['CredentialDto'];
  readonly children?: ReactNode;
}) {
  const until = one.validUntil ? ` · ${t('credentials.until', { day: dayInWords(one.validUntil) })}` : '';
  return (
    <Row
      title={checkName(one)}
      look={LOOK[one.state] ?? 'soft'}
      mark={said(`credentials.state.${one.state}`) ?? one.state}
      facts={`${t('credentials.checked', { day: dayInWords(one.checkedOn, false) })}${until}`}
    >
      {children}
    </Row>
  );
}

/** Instead of a check: why, in which kind of help, until when. */
export function ExemptionRow({
  one,
  children,
}: {
  readonly one: Schemas['ExemptionDto'];
  readonly children?: ReactNode;
}) {
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const { category } = useNames();
  const live = isLive(one);
  return (
    <Row
      title={types.find(({ id }) => id === one.credentialTypeId)?.name ?? '–'}
      look={live ? 'good' : 'soft'}
      mark={live ? t('exemptions.counts') : t('exemptions.over')}
      reason={one.reason}
      facts={`${one.categoryId ? category(one.categoryId) : t('exemptions.everywhere')} · ${t(
        'exemptions.days',
        {
          from: dayInWords(one.validFrom),
          until: dayInWords(one.validUntil),
        },
      )}`}
    >
      {live ? children : null}
    </Row>
  );
}

/** A guardian's yes for a minor: to what, whose, until when. */
export function ConsentRow({
  one,
  children,
}: {
  readonly one: Schemas['MinorConsentDto'];
  readonly children?: ReactNode;
}) {
  const live = !one.withdrawnAt && one.validUntil >= localDay();
  return (
    <Row
      title={one.guardian}
      look={live ? 'good' : 'soft'}
      mark={live ? t('minor.counts') : one.withdrawnAt ? t('minor.withdrawn') : t('minor.over')}
      reason={t(`minor.purpose.${one.purpose}`)}
      facts={t('minor.days', { from: dayInWords(one.givenOn), until: dayInWords(one.validUntil) })}
    >
      {live ? children : null}
    </Row>
  );
}

const isLive = ({ revokedAt, validUntil }: Schemas['ExemptionDto']) => !revokedAt && validUntil >= localDay();
