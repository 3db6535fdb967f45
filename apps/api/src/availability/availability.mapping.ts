import type { AvailabilityException, HoursView, StoredException, WeeklyHours } from '#availability';
import { formatTime, InvalidInput, parseTime, type Page } from '#platform';
import type { ExceptionDto, HoursDto, NewExceptionDto, WeeklyHoursAnswerDto } from './availability.dto.js';

const DAY_MINUTES = 1_440;

function endMinuteOf(endTime: string, endsNextDay: boolean | undefined): number {
  return parseTime(endTime)! + (endsNextDay ? DAY_MINUTES : 0);
}

/** 'HH:MM' as people write it -> minutes since local midnight. */
export function toWeeklyHours({ weekday, startTime, endTime, endsNextDay }: HoursDto): WeeklyHours {
  return { weekday, startMinute: parseTime(startTime)!, endMinute: endMinuteOf(endTime, endsNextDay) };
}

export function showHours({ hours, version }: HoursView): WeeklyHoursAnswerDto {
  return {
    hours: hours.map(({ weekday, startMinute, endMinute }) => ({
      weekday,
      startTime: formatTime(startMinute),
      endTime: formatTime(endMinute),
      endsNextDay: endMinute >= DAY_MINUTES,
    })),
    version,
  };
}

/** @throws InvalidInput when only one of the two times is given. */
export function toException(body: NewExceptionDto): AvailabilityException {
  const { kind, firstDay, lastDay = firstDay, startTime, endTime, endsNextDay } = body;
  if ((startTime === undefined) !== (endTime === undefined)) {
    throw new InvalidInput([
      { field: 'endTime', message: 'Give both startTime and endTime, or none for whole days' },
    ]);
  }
  return {
    kind,
    firstDay,
    lastDay,
    startMinute: startTime === undefined ? null : parseTime(startTime)!,
    endMinute: endTime === undefined ? null : endMinuteOf(endTime, endsNextDay),
  };
}

export function showException({
  id,
  kind,
  firstDay,
  lastDay,
  startMinute,
  endMinute,
}: StoredException): ExceptionDto {
  const days = { id, kind, firstDay, lastDay };
  if (startMinute === null || endMinute === null) return days;
  return {
    ...days,
    startTime: formatTime(startMinute),
    endTime: formatTime(endMinute),
    endsNextDay: endMinute >= DAY_MINUTES,
  };
}

export function showExceptions({ items, nextCursor }: Page<StoredException>): Page<ExceptionDto> {
  return { items: items.map(showException), nextCursor };
}
