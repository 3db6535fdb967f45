import type { Schemas } from '../api/client.js';
import { categoryWord } from '../desk-queue/queue-words.js';
import { dayInWords, locale, weekdayInShort, weekdayName } from '../words/time.js';
import { said, t } from '../words/words.js';
import { Bars, HeatMap, Spreads, Steps, TimeLine } from './charts.js';
import { Figure } from './figure.js';
import { peak } from './peak.js';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const hoursOf = (minutes: number) => Math.round(minutes / 60);
const whole = new Intl.NumberFormat(locale);
const known = <T extends object, K extends keyof T>(cells: readonly T[], key: K) =>
  cells.filter((cell) => cell[key] !== null);

export function NeedFigure({ cells }: { readonly cells: readonly Schemas['UnmetCellDto'][] }) {
  const worst = peak(cells, ({ seats }) => seats);
  return (
    <Figure
      name="unmet-need"
      finding={
        worst
          ? t('stats.need.finding', { day: weekdayName(worst.weekday), hour: worst.hour })
          : t('stats.need.none')
      }
      note={t('stats.need.note')}
      table={{
        head: [t('stats.weekday'), t('stats.hour'), t('stats.visits'), t('stats.helpersMissing')],
        rows: cells.map(({ weekday, hour, visits, seats }) => [
          weekdayName(weekday),
          `${hour}:00`,
          visits,
          seats,
        ]),
      }}
    >
      <HeatMap
        days={WEEKDAYS.map((day) => weekdayInShort(day))}
        cells={known(cells, 'seats').map(({ weekday, hour, seats }) => ({ weekday, hour, value: seats! }))}
      />
    </Figure>
  );
}

export function FunnelFigure({ funnel }: { readonly funnel: Schemas['FunnelDto'] }) {
  const stages = known(funnel.stages, 'requests');
  const loss = peak(known(funnel.losses, 'requests'), ({ requests }) => requests);
  const cause = (code: string) => said(`stats.cause.${code}`) ?? code;
  return (
    <Figure
      name="funnel"
      finding={
        loss
          ? t('stats.funnel.finding', { cause: cause(loss.cause), count: loss.requests! })
          : t('stats.funnel.none')
      }
      note={t('stats.funnel.note')}
      table={{
        head: [t('stats.stage'), t('stats.requests')],
        rows: [
          ...funnel.stages.map(({ stage, requests }) => [t(`stats.stage.${stage}`), requests]),
          ...funnel.losses.map(({ stage, cause: code, requests }) => [
            `${t(`stats.stage.${stage}`)}: ${cause(code)}`,
            requests,
          ]),
        ],
      }}
    >
      <Bars
        bars={stages.map(({ stage, requests }, at) => {
          const lost = at === 0 ? 0 : (stages[at - 1]!.requests ?? 0) - requests!;
          return {
            name: t(`stats.stage.${stage}`),
            value: requests!,
            label: String(requests),
            less: lost > 0 ? `−${lost}` : undefined,
          };
        })}
      />
    </Figure>
  );
}

export function WeeksFigure({ cells }: { readonly cells: readonly Schemas['WeekCellDto'][] }) {
  const minutes = (cell: Schemas['WeekCellDto']) =>
    (cell.volunteerMinutes ?? 0) + (cell.timebankMinutes ?? 0);
  const shown = cells.filter((cell) => cell.volunteerMinutes !== null || cell.timebankMinutes !== null);
  const total = hoursOf(shown.reduce((sum, cell) => sum + minutes(cell), 0));
  return (
    <Figure
      name="hours-a-week"
      finding={t('stats.weeksFigure.finding', { hours: total, weeks: cells.length })}
      note={t('stats.weeksFigure.note')}
      table={{
        head: [t('stats.week'), t('stats.visits'), t('stats.volunteerMinutes'), t('stats.timebankMinutes')],
        rows: cells.map((cell) => [
          dayInWords(cell.monday, false),
          cell.visits,
          cell.volunteerMinutes,
          cell.timebankMinutes,
        ]),
      }}
    >
      <TimeLine
        points={shown.map((cell) => ({
          name: dayInWords(cell.monday, false),
          value: hoursOf(minutes(cell)),
        }))}
      />
    </Figure>
  );
}

export function MatchTimeFigure({ cells }: { readonly cells: readonly Schemas['MatchTimeCellDto'][] }) {
  const shown = known(cells, 'medianHours');
  const slowest = peak(shown, ({ medianHours }) => medianHours);
  return (
    <Figure
      name="time-to-match"
      finding={
        slowest
          ? t('stats.matchTime.finding', {
              category: categoryWord(slowest.categoryCode),
              hours: Math.round(slowest.medianHours!),
            })
          : t('stats.matchTime.none')
      }
      note={t('stats.matchTime.note')}
      table={{
        head: [t('queue.category'), t('stats.requests'), '25 %', '50 %', '90 %'],
        rows: cells.map((cell) => [
          categoryWord(cell.categoryCode),
          cell.requests,
          cell.p25Hours,
          cell.medianHours,
          cell.p90Hours,
        ]),
      }}
    >
      <Spreads
        unit={t('stats.hoursUnit')}
        spreads={shown.map((cell) => ({
          name: categoryWord(cell.categoryCode),
          low: cell.p25Hours!,
          middle: cell.medianHours!,
          high: cell.p90Hours!,
        }))}
      />
    </Figure>
  );
}

export function BalancesFigure({ balances }: { readonly balances: Schemas['BalancesDto'] }) {
  const name = (minutes: number) => `${minutes < 0 ? '−' : minutes > 0 ? '+' : ''}${Math.abs(minutes / 60)}`;
  return (
    <Figure
      name="balances"
      finding={t('stats.balances.finding', {
        floor: balances.atFloor ?? 0,
        pool: hoursOf(balances.poolMinutes),
      })}
      note={t('stats.balances.note', {
        floor: whole.format(hoursOf(balances.floorMinutes)),
        ceiling: whole.format(hoursOf(balances.ceilingMinutes)),
      })}
      table={{
        head: [t('stats.balances.from'), t('stats.balances.accounts')],
        rows: balances.cells.map(({ fromMinutes, accounts }) => [name(fromMinutes), accounts]),
      }}
    >
      <Steps
        step={balances.stepMinutes}
        name={name}
        limits={[
          { at: balances.floorMinutes, name: t('stats.balances.floor') },
          { at: balances.ceilingMinutes, name: t('stats.balances.ceiling') },
        ]}
        points={known(balances.cells, 'accounts').map(({ fromMinutes, accounts }) => ({
          from: fromMinutes,
          value: accounts!,
        }))}
      />
    </Figure>
  );
}
