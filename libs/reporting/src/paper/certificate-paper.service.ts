import { communityOf, kindName } from '#communities';
import { UnitOfWork, type MemberActor } from '#database';
import { findMember, IdentityCodec } from '#members';
import { commonError, localDay, type LocalDay } from '#platform';
import { Injectable } from '@nestjs/common';
import {
  givenShares,
  swappedShares,
  type GivenShare,
  type SwappedShare,
} from '../given/given-hours.query.js';
import { openGivenHours, periodOf, type GivenDays } from '../given/given-hours.service.js';
import { CERTIFICATE_WORDS, type CertificateWords } from './certificate-words.js';
import { writePdf, type Paper, type Part } from './pdf.js';
import { registerWords } from './register-words.js';

/** What stands on a certificate. */
export interface Certificate {
  readonly language: string;
  readonly community: string;
  readonly deskPhone: string;
  readonly name: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly today: LocalDay;
  readonly shares: readonly GivenShare[];
  /** Apart from the hours of help: each was given for time in return. */
  readonly swaps: readonly SwappedShare[];
}

/** Confirmed hours on paper, for whoever gave them to show. It names no household. */
@Injectable()
export class CertificatePaperService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** @param language of the words; the member's own when it is not known. @throws DomainError not-found, period-wrong */
  async pdf(actor: MemberActor, memberId: string, days: GivenDays, language?: string): Promise<Buffer> {
    return writePdf(asPaper(await this.read(actor, memberId, days, language)));
  }

  read(actor: MemberActor, memberId: string, days: GivenDays, language?: string): Promise<Certificate> {
    return this.uow.run(actor, async (tx) => {
      await openGivenHours(tx, memberId, 'hours.certificate');
      const { timeZone, name: community, deskPhone } = await communityOf(tx);
      const period = periodOf(timeZone, days);
      const shares = await givenShares(tx, memberId, period);
      const swaps = await swappedShares(tx, memberId, period);
      const member = await findMember(tx, this.codec, memberId);
      if (!member) throw commonError('not-found');
      const today = localDay(timeZone, tx.now);
      const firstDays = [
        ...shares.map(({ firstAt }) => localDay(timeZone, firstAt)),
        ...swaps.map(({ firstOn }) => firstOn),
      ].sort();
      return {
        language: [language, member.language].find((code) => code && code in CERTIFICATE_WORDS) ?? 'en',
        community,
        deskPhone,
        name: `${member.givenName} ${member.familyName}`.trim(),
        from: days.from ?? firstDays[0] ?? days.to ?? today,
        to: days.to ?? today,
        today,
        shares,
        swaps,
      };
    });
  }
}

/** The certificate as it is printed, in one section for each organisation. */
export function asPaper(certificate: Certificate): Paper {
  const { language, community, deskPhone, shares, swaps } = certificate;
  const words = CERTIFICATE_WORDS[language]!;
  const day = (on: LocalDay) => dayInWords(words, on);
  const days = words.days.replace('{from}', day(certificate.from)).replace('{to}', day(certificate.to));
  const bodies = [...new Set(shares.map(({ organisation }) => organisation))];
  const { place, signature } = registerWords(language);
  return {
    title: `${words.title} – ${community}`,
    rightToLeft: language === 'ar',
    parts: [
      { text: `${words.name}: ${certificate.name}` },
      { text: `${words.period}: ${days}` },
      { text: `${words.total}: ${clock(minutesOf(shares))}` },
      ...bodies.flatMap((body) =>
        section(
          body ?? community,
          shares.filter(({ organisation }) => organisation === body),
          words,
        ),
      ),
      ...(swaps.length === 0 ? [] : swapped(swaps, words)),
      { text: `\n${shares.length + swaps.length === 0 ? words.none : words.explained}` },
      { text: `${words.issued} ${day(certificate.today)} – ${community} – ${deskPhone}` },
    ],
    signatures: [place, signature],
  };
}

function section(body: string, shares: readonly GivenShare[], words: CertificateWords): Part[] {
  const counted = shares.map(({ visits, ...share }) => ({ ...share, count: visits }));
  return [{ heading: body }, table(words.visits, counted, words)];
}

/** Swaps have a section and a sum of their own: they are no gift, and no family asked for them. */
function swapped(shares: readonly SwappedShare[], words: CertificateWords): Part[] {
  const counted = shares.map(({ swaps, ...share }) => ({ ...share, count: swaps }));
  return [{ heading: words.swapped }, table(words.swaps, counted, words), { text: words.swapsExplained }];
}

interface Counted extends Pick<GivenShare, 'categoryCode' | 'category' | 'minutes'> {
  readonly count: number;
}

function table(counting: string, rows: readonly Counted[], words: CertificateWords): Part {
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    columns: [
      { title: words.kind, share: 6 },
      { title: counting, share: 2 },
      { title: words.hours, share: 2 },
    ],
    rows: [
      ...rows.map(({ categoryCode, category, count, minutes }) => [
        kindName(words.language, categoryCode, category),
        String(count),
        clock(minutes),
      ]),
      [words.sum, String(all), clock(minutesOf(rows))],
    ],
  };
}

const minutesOf = (rows: readonly Pick<Counted, 'minutes'>[]) =>
  rows.reduce((sum, { minutes }) => sum + minutes, 0);

const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

function dayInWords({ locale }: CertificateWords, day: LocalDay): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
