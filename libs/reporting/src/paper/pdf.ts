import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** One font for every script we print (Latin, Cyrillic, Greek, Arabic); what it lacks shows as a box. */
const FONTS = ['DejaVuSans', 'DejaVuSans-Bold'] as const;
const fontFile = (name: (typeof FONTS)[number]) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

const MARGIN = 40;
const SMALL = 8;

/** A paper: paragraphs and tables below each other. Texts are printed as they are, never read as a format. */
export interface Paper {
  readonly title: string;
  readonly parts: readonly Part[];
  /** Lines to sign on, below the rest. */
  readonly signatures?: readonly string[];
}

export type Part =
  | { readonly heading: string }
  | { readonly text: string }
  | { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };

export interface Column {
  readonly title: string;
  /** Its share of the width. */
  readonly share: number;
}

/** The paper as PDF, pages numbered. */
export async function writePdf(paper: Paper): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: paper.title },
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  for (const name of FONTS) pdf.registerFont(name, fontFile(name));
  pdf.font('DejaVuSans-Bold').fontSize(14).text(paper.title).moveDown();
  for (const part of paper.parts) print(pdf, part);
  for (const line of paper.signatures ?? []) {
    pdf.moveDown(2).font('DejaVuSans').fontSize(SMALL).text(`${line}: ________________________________`);
  }
  numberPages(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function print(pdf: PDFKit.PDFDocument, part: Part): void {
  if ('heading' in part) pdf.moveDown().font('DejaVuSans-Bold').fontSize(11).text(part.heading, MARGIN);
  else if ('text' in part)
    pdf
      .font('DejaVuSans')
      .fontSize(SMALL + 1)
      .text(part.text, MARGIN);
  else printTable(pdf, part.columns, part.rows);
}

function printTable(
  pdf: PDFKit.PDFDocument,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  const width = pdf.page.width - 2 * MARGIN;
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (share / whole) * width);
  pdf.moveDown(0.5);
  printRow(
    pdf.font('DejaVuSans-Bold').fontSize(SMALL),
    columns.map(({ title }) => title),
    widths,
  );
  pdf.font('DejaVuSans');
  for (const row of rows) printRow(pdf, row, widths);
}

function printRow(pdf: PDFKit.PDFDocument, cells: readonly string[], widths: readonly number[]): void {
  const height = Math.max(...cells.map((cell, at) => pdf.heightOfString(cell, { width: widths[at]! - 6 })));
  if (pdf.y + height > pdf.page.height - 2 * MARGIN) pdf.addPage();
  const top = pdf.y;
  let left = MARGIN;
  for (const [at, cell] of cells.entries()) {
    pdf.text(cell, left, top, { width: widths[at]! - 6 });
    left += widths[at]!;
  }
  pdf.y = top + height + 3;
  pdf.x = MARGIN;
}

function numberPages(pdf: PDFKit.PDFDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // Below the margin: without this the text would open another page.
    pdf.page.margins.bottom = 0;
    pdf.font('DejaVuSans').fontSize(SMALL);
    pdf.text(`${page + 1} / ${count}`, MARGIN, pdf.page.height - MARGIN, { lineBreak: false });
  }
}
