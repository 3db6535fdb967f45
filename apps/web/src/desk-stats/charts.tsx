/** Small pictures in SVG. Each is for the eye: the table beside it says the same. */

const FONT = 12;

export interface HeatCell {
  readonly weekday: number;
  readonly hour: number;
  readonly value: number;
}

const HEAT = { left: 40, top: 18, cell: 26, gap: 2 };

/** Weekdays down, hours across; the darker, the more. */
export function HeatMap({
  cells,
  days,
}: {
  readonly cells: readonly HeatCell[];
  /** Short names, Monday first. */
  readonly days: readonly string[];
}) {
  const hours = cells.map(({ hour }) => hour);
  const first = Math.min(7, ...hours);
  const last = Math.max(20, ...hours);
  const most = Math.max(1, ...cells.map(({ value }) => value));
  const step = HEAT.cell + HEAT.gap;
  const columns = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return (
    <svg
      viewBox={`0 0 ${HEAT.left + columns.length * step} ${HEAT.top + 7 * step}`}
      className="chart"
      aria-hidden="true"
    >
      {columns.map((hour, at) => (
        <text key={hour} x={HEAT.left + at * step + HEAT.cell / 2} y={FONT} textAnchor="middle">
          {hour}
        </text>
      ))}
      {days.map((day, row) => (
        <g key={day}>
          <text x={HEAT.left - 6} y={HEAT.top + row * step + HEAT.cell * 0.68} textAnchor="end">
            {day}
          </text>
          {columns.map((hour, at) => {
            const value = cells.find((cell) => cell.weekday === row + 1 && cell.hour === hour)?.value ?? 0;
            const shade = value === 0 ? 0 : Math.ceil((value / most) * 4);
            return (
              <g key={hour}>
                <rect
                  x={HEAT.left + at * step}
                  y={HEAT.top + row * step}
                  width={HEAT.cell}
                  height={HEAT.cell}
                  rx="3"
                  className={`heat-${shade}`}
                />
                {value > 0 ? (
                  <text
                    x={HEAT.left + at * step + HEAT.cell / 2}
                    y={HEAT.top + row * step + HEAT.cell * 0.68}
                    textAnchor="middle"
                    className={shade > 2 ? 'on-dark' : ''}
                  >
                    {value}
                  </text>
                ) : null}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Words at the end of the bar. */
  readonly label: string;
  readonly less?: string;
}

const BARS = { name: 150, width: 150, end: 80, row: 30, bar: 20 };

/** Bars across, one a line. */
export function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <svg
      viewBox={`0 0 ${BARS.name + BARS.width + BARS.end} ${bars.length * BARS.row}`}
      className="chart"
      aria-hidden="true"
    >
      {bars.map(({ name, value, label, less }, at) => (
        <g key={name}>
          <text x="0" y={at * BARS.row + 20}>
            {name}
          </text>
          <rect
            x={BARS.name}
            y={at * BARS.row + 4}
            width={Math.max(1, (value / most) * BARS.width)}
            height={BARS.bar}
            rx="3"
            className="bar-fill"
          />
          <text x={BARS.name + (value / most) * BARS.width + 8} y={at * BARS.row + 20} className="strong">
            {label}
            {less ? (
              <tspan className="loss" dx="8">
                {less}
              </tspan>
            ) : null}
          </text>
        </g>
      ))}
    </svg>
  );
}

const LINE = { width: 380, height: 170, left: 36, top: 22, bottom: 24 };

export interface Point {
  readonly name: string;
  readonly value: number;
}

/** A line over time, its first and last points named. */
export function TimeLine({ points }: { readonly points: readonly Point[] }) {
  const most = Math.max(1, ...points.map(({ value }) => value));
  const inner = LINE.height - LINE.top - LINE.bottom;
  const x = (at: number) =>
    LINE.left + (points.length < 2 ? 0 : (at / (points.length - 1)) * (LINE.width - LINE.left - 30));
  const y = (value: number) => LINE.top + inner - (value / most) * inner;
  const path = points.map(({ value }, at) => `${at === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('');
  const end = points.at(-1);
  return (
    <svg viewBox={`0 0 ${LINE.width} ${LINE.height}`} className="chart" aria-hidden="true">
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line
            x1={LINE.left}
            x2={LINE.width - 30}
            y1={y(most * part)}
            y2={y(most * part)}
            className="grid-line"
          />
          <text x={LINE.left - 6} y={y(most * part) + 4} textAnchor="end">
            {Math.round(most * part)}
          </text>
        </g>
      ))}
      <path
        d={`${path}L${x(points.length - 1)} ${LINE.top + inner}L${LINE.left} ${LINE.top + inner}Z`}
        className="area-fill"
      />
      <path d={path} className="line-stroke" />
      {end ? <circle cx={x(points.length - 1)} cy={y(end.value)} r="4" className="bar-fill" /> : null}
      <text x={LINE.left} y={LINE.height - 6}>
        {points[0]?.name}
      </text>
      <text x={LINE.width - 30} y={LINE.height - 6} textAnchor="end">
        {end?.name}
      </text>
    </svg>
  );
}

export interface Spread {
  readonly name: string;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** From the 25th to the 90th of a hundred, the median marked. */
export function Spreads({ spreads, unit }: { readonly spreads: readonly Spread[]; readonly unit: string }) {
  const most = Math.max(1, ...spreads.map(({ high }) => high));
  const at = (value: number) => BARS.name + (value / most) * BARS.width;
  return (
    <svg
      viewBox={`0 0 ${BARS.name + BARS.width + BARS.end} ${spreads.length * 44 + 20}`}
      className="chart"
      aria-hidden="true"
    >
      {spreads.map(({ name, low, middle, high }, row) => (
        <g key={name}>
          <text x="0" y={row * 44 + 32}>
            {name}
          </text>
          <rect
            x={at(low)}
            y={row * 44 + 25}
            width={Math.max(2, at(high) - at(low))}
            height="6"
            rx="3"
            className="span-fill"
          />
          <circle cx={at(middle)} cy={row * 44 + 28} r="7" className="bar-fill" />
          <text x={at(middle)} y={row * 44 + 14} textAnchor="middle" className="strong">
            {Math.round(middle)} {unit}
          </text>
        </g>
      ))}
    </svg>
  );
}

const STEPS = { width: 400, height: 170, side: 12, top: 34, bottom: 22 };

export interface Limit {
  readonly at: number;
  readonly name: string;
}

/** How many stand where along a measure, in columns of one step, and the limits as lines across it. */
export function Steps({
  points,
  step,
  limits,
  name,
}: {
  readonly points: readonly { readonly from: number; readonly value: number }[];
  readonly step: number;
  readonly limits: readonly Limit[];
  readonly name: (at: number) => string;
}) {
  const ends = [0, ...limits.map(({ at }) => at), ...points.flatMap(({ from }) => [from, from + step])];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const most = Math.max(1, ...points.map(({ value }) => value));
  const inner = STEPS.height - STEPS.top - STEPS.bottom;
  const ground = STEPS.top + inner;
  const x = (at: number) =>
    STEPS.side + ((at - first) / Math.max(1, last - first)) * (STEPS.width - 2 * STEPS.side);
  return (
    <svg viewBox={`0 0 ${STEPS.width} ${STEPS.height}`} className="chart" aria-hidden="true">
      <line x1={x(first)} x2={x(last)} y1={ground} y2={ground} className="grid-line" />
      {points.map(({ from, value }) => {
        const height = (value / most) * inner;
        return (
          <g key={from}>
            <rect
              x={x(from) + 1}
              y={ground - height}
              width={Math.max(1, x(from + step) - x(from) - 2)}
              height={height}
              rx="2"
              className="bar-fill"
            />
            <text x={x(from + step / 2)} y={ground - height - 4} textAnchor="middle" className="strong">
              {value}
            </text>
          </g>
        );
      })}
      {limits.map((limit) => (
        <g key={limit.at}>
          <line x1={x(limit.at)} x2={x(limit.at)} y1={16} y2={ground} className="limit-line" />
          <text x={x(limit.at)} y={FONT} textAnchor={anchorAt(limit.at, first, last)} className="strong">
            {limit.name}
          </text>
        </g>
      ))}
      {[...new Set([first, 0, last])].map((at) => (
        <text key={at} x={x(at)} y={STEPS.height - 6} textAnchor={anchorAt(at, first, last)}>
          {name(at)}
        </text>
      ))}
    </svg>
  );
}

/** Words at an end stay inside the picture. */
function anchorAt(at: number, first: number, last: number): 'start' | 'middle' | 'end' {
  const part = (at - first) / Math.max(1, last - first);
  return part < 0.15 ? 'start' : part > 0.85 ? 'end' : 'middle';
}
