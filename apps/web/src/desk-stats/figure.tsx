import { useRef, type ReactNode } from 'react';
import { t } from '../words/words.js';

/** A table under a picture: the same figures, for reading, copying and screen readers. */
export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A picture with its finding as title, the figures as a table, and both to take away. */
export function Figure({
  name,
  finding,
  note,
  table,
  choice,
  children,
}: {
  /** File name of the downloads. */
  readonly name: string;
  readonly finding: string;
  readonly note: string;
  readonly table: FigureTable;
  /** What else the picture can show. */
  readonly choice?: ReactNode;
  readonly children: ReactNode;
}) {
  const picture = useRef<HTMLDivElement>(null);
  return (
    <section className="card figure">
      <h2>{finding}</h2>
      <p className="soft small">{note}</p>
      {table.rows.length === 0 ? (
        <p className="empty">{t('stats.nothing')}</p>
      ) : (
        <>
          {choice}
          <div ref={picture} className="picture" tabIndex={0} role="group" aria-label={finding}>
            {children}
          </div>
          <details className="more-of">
            <summary>{t('stats.table')}</summary>
            <Table table={table} caption={finding} />
          </details>
          <div className="acts">
            <button className="button quiet" type="button" onClick={() => saveCsv(name, table)}>
              {t('stats.csv')}
            </button>
            <button className="button quiet" type="button" onClick={() => saveSvg(name, picture.current)}>
              {t('stats.svg')}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

export function Table({ table, caption }: { readonly table: FigureTable; readonly caption: string }) {
  return (
    <div className="table-place" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, at) =>
                at === 0 ? (
                  <th key={at} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={at}>{cell ?? t('stats.withheld')}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
const csvCell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export function saveCsv(name: string, table: FigureTable): void {
  const lines = [table.head, ...table.rows].map((row) => row.map(csvCell).join(','));
  save(`${name}.csv`, 'text/csv;charset=utf-8', `\ufeff${lines.join('\r\n')}\r\n`);
}

/** The picture as it is drawn, its colours written out: another program does not know our names for them. */
function saveSvg(name: string, place: HTMLElement | null): void {
  const svg = place?.querySelector('svg');
  if (!svg) return;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const shown = [...svg.querySelectorAll<SVGElement>('*')];
  [...copy.querySelectorAll<SVGElement>('*')].forEach((node, at) => {
    const style = getComputedStyle(shown[at]!);
    node.setAttribute('fill', style.fill);
    node.setAttribute('stroke', style.stroke);
    if (node.tagName === 'text') {
      node.setAttribute('font-size', style.fontSize);
      node.setAttribute('font-family', 'sans-serif');
    }
  });
  save(`${name}.svg`, 'image/svg+xml', copy.outerHTML);
}

function save(file: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  URL.revokeObjectURL(address);
}
