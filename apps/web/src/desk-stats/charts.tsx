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

/** Few columns stay as slim as many. */
const LEAST_COLUMNS = 7;
const COLUMNS = { width: 46, gap: 6, height: 150, top: 20, bottom: 22 };

/** Columns side by side: how many stand where. */
export function Columns({ points }: { readonly points: readonly Point[] }) {
  const most = Math.max(1, ...points.map(({ value }) => value));
  const inner = COLUMNS.height - COLUMNS.top - COLUMNS.bottom;
  const step = COLUMNS.width + COLUMNS.gap;
  return (
    <svg
      viewBox={`0 0 ${Math.max(LEAST_COLUMNS, points.length) * step} ${COLUMNS.height}`}
      className="chart"
      aria-hidden="true"
    >
      {points.map(({ name, value }, at) => {
        const height = (value / most) * inner;
        return (
          <g key={name}>
            <rect
              x={at * step}
              y={COLUMNS.top + inner - height}
              width={COLUMNS.width}
              height={height}
              rx="3"
              className="bar-fill"
            />
            <text
              x={at * step + COLUMNS.width / 2}
              y={COLUMNS.top + inner - height - 5}
              textAnchor="middle"
              className="strong"
            >
              {value}
            </text>
            <text x={at * step + COLUMNS.width / 2} y={COLUMNS.height - 6} textAnchor="middle">
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
