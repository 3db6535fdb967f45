import type { Paper, Part } from '../paper/pdf.js';
import type { PersonalData, PersonalDataSection } from './personal-data.service.js';

/** A person's data on paper. A table of which not all rows are printed says which are, and where the others stand. */
export function paperOf({ about, at, community, sections }: PersonalData): Paper {
  return {
    title: community,
    parts: [{ text: `${about}\n${at.toISOString()}` }, ...sections.flatMap(partsOf)],
  };
}

function partsOf({ name, rows, total }: PersonalDataSection): Part[] {
  if (total === 0) return [];
  const title = name.replaceAll('_', ' ');
  return [
    { heading: rows.length < total ? `${title} (1-${rows.length} / ${total}; 1-${total}: JSON)` : title },
    ...rows.map((row) => ({ text: `${linesOf(row)}\n ` })),
  ];
}

function linesOf(row: PersonalDataSection['rows'][number]): string {
  return Object.entries(row)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${plain(value)}`)
    .join('\n');
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
