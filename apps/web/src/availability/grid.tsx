import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { weekdayInShort, weekdayName } from '../words/time.js';
import { t } from '../words/words.js';
import { fillingOf, painted, slotsOf, type Week } from './grid.rules.js';

export interface GridRow {
  readonly label: string;
  readonly hint?: string;
  readonly from: number;
  readonly to: number;
}

const DAYS = [0, 1, 2, 3, 4, 5, 6];
/** A finger that rests so long wants to paint; one that moves sooner wants to scroll. */
const HOLD_MS = 280;

interface Paint {
  readonly free: boolean;
  readonly done: Set<string>;
}

/**
 * The week. A tap or Space turns a cell, hold-and-drag paints the same over several, a swipe scrolls; arrows walk.
 * Each cell is a checkbox with its day and hours as its name, so nothing depends on seeing or on a gesture.
 */
export function Grid({
  rows,
  week,
  onChange,
}: {
  readonly rows: readonly GridRow[];
  readonly week: Week;
  readonly onChange: (week: Week) => void;
}) {
  const table = useRef<HTMLTableElement>(null);
  const painting = useRef<Paint | undefined>(undefined);
  const holding = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const now = useRef(week);
  now.current = week;

  useEffect(() => {
    // React listens passively, and only a listener that may refuse keeps the page still while one paints.
    const keepStill = (event: TouchEvent) => {
      if (painting.current && event.cancelable) event.preventDefault();
    };
    const element = table.current;
    element?.addEventListener('touchmove', keepStill, { passive: false });
    return () => element?.removeEventListener('touchmove', keepStill);
  }, []);

  const paint = (day: number, row: number, free: boolean) => {
    const { from, to } = rows[row]!;
    now.current = painted(now.current, slotsOf(day, from, to), free);
    onChange(now.current);
  };
  const toggle = (day: number, row: number) => {
    const { from, to } = rows[row]!;
    paint(day, row, fillingOf(now.current, slotsOf(day, from, to)) !== 'all');
  };
  const begin = (day: number, row: number) => {
    const { from, to } = rows[row]!;
    const free = fillingOf(now.current, slotsOf(day, from, to)) !== 'all';
    painting.current = { free, done: new Set([`${day} ${row}`]) };
    paint(day, row, free);
  };
  const end = () => {
    clearTimeout(holding.current);
    painting.current = undefined;
  };
  const over = (event: PointerEvent) => {
    const brush = painting.current;
    if (!brush) {
      if (event.pointerType !== 'mouse') clearTimeout(holding.current);
      return;
    }
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-day]');
    if (!cell || !table.current?.contains(cell)) return;
    const { day = '', row = '' } = cell.dataset;
    if (brush.done.has(`${day} ${row}`)) return;
    brush.done.add(`${day} ${row}`);
    paint(Number(day), Number(row), brush.free);
  };
  const walk = (event: KeyboardEvent, day: number, row: number) => {
    const side = document.documentElement.dir === 'rtl' ? -1 : 1;
    const steps: Record<string, readonly [number, number]> = {
      ArrowRight: [side, 0],
      ArrowLeft: [-side, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    table.current
      ?.querySelector<HTMLElement>(`[data-day="${day + step[0]}"][data-row="${row + step[1]}"]`)
      ?.focus();
  };

  return (
    <table
      ref={table}
      className="grid"
      aria-label={t('week.grid')}
      onPointerMove={over}
      onPointerUp={end}
      onPointerCancel={end}
      onPointerLeave={end}
    >
      <thead>
        <tr>
          <td />
          {DAYS.map((day) => (
            <th key={day} scope="col" abbr={weekdayName(day + 1)}>
              {weekdayInShort(day + 1)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, hint, from, to }, row) => (
          <tr key={label}>
            <th scope="row">
              {label}
              {hint ? (
                <small>
                  <bdi dir="ltr">{hint}</bdi>
                </small>
              ) : null}
            </th>
            {DAYS.map((day) => {
              const filling = fillingOf(week, slotsOf(day, from, to));
              return (
                <td key={day}>
                  <button
                    type="button"
                    role="checkbox"
                    className={`cell ${filling}`}
                    aria-checked={filling === 'some' ? 'mixed' : filling === 'all'}
                    aria-label={`${weekdayName(day + 1)}, ${label}`}
                    data-day={day}
                    data-row={row}
                    onKeyDown={(event) => walk(event, day, row)}
                    onClick={(event) => {
                      // A mouse or a held finger has painted already; a tap and the keyboard turn the cell here.
                      if (event.detail === 0 || event.currentTarget.dataset['painted'] === undefined)
                        toggle(day, row);
                      delete event.currentTarget.dataset['painted'];
                    }}
                    onPointerDown={(event) => {
                      const cell = event.currentTarget;
                      delete cell.dataset['painted'];
                      const start = () => {
                        cell.dataset['painted'] = '';
                        begin(day, row);
                      };
                      cell.releasePointerCapture(event.pointerId);
                      if (event.pointerType === 'mouse') {
                        if (event.button === 0) start();
                      } else holding.current = setTimeout(start, HOLD_MS);
                    }}
                    onContextMenu={(event) => event.preventDefault()}
                  >
                    <span aria-hidden="true">{filling === 'all' ? '✓' : filling === 'some' ? '–' : ''}</span>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
