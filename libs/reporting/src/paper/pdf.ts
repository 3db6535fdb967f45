import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { drawnLines } from './right-to-left.rules.js';

/** One font for every script we print (Latin, Cyrillic, Greek, Arabic); what it lacks shows as a box. */
const FONTS = ['DejaVuSans', 'DejaVuSans-Bold'] as const;
const fontFile = (name: (typeof FONTS)[number]) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

const MARGIN = 40;
const SMALL = 8;
/** Between the columns of a table. */
const GAP = 6;

/** A paper: paragraphs and tables below each other. Texts are printed as they are, never read as a format. */
export interface Paper {
  readonly title: string;
  readonly parts: readonly Part[];
  /** For a language that is written so: lines begin on the right, and so do tables. */
  readonly rightToLeft?: boolean;
  /** Lines to sign on, below the rest. */
  readonly signatures?: readonly string[];
}

export type Part =
  | { readonly heading: string }
  | { readonly text: string }
  | { readonly columns: readonly Column[]; readonly rows: readonly Row[] | AsyncIterable<Row> };

type Row = readonly string[];

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
  const sheet = { pdf, rightToLeft: paper.rightToLeft ?? false };
  pdf.font('DejaVuSans-Bold').fontSize(14);
  write(sheet, paper.title);
  pdf.moveDown();
  for (const part of paper.parts) await print(sheet, part);
  for (const line of paper.signatures ?? []) {
    pdf.moveDown(2).font('DejaVuSans').fontSize(SMALL);
    write(sheet, `${line}: ________________________________`);
  }
  numberPages(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

interface Sheet {
  readonly pdf: PDFKit.PDFDocument;
  readonly rightToLeft: boolean;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Writes a paragraph at a place, below what is there when none is given, and goes on below it. */
function write({ pdf, rightToLeft }: Sheet, text: string, place?: Place): void {
  const left = place?.left ?? MARGIN;
  const width = place?.width ?? pdf.page.width - 2 * MARGIN;
  if (!rightToLeft) {
    pdf.text(text, left, place?.top ?? pdf.y, { width });
    return;
  }
  let top = place?.top ?? pdf.y;
  for (const line of linesIn(pdf, text, width)) {
    if (!place && top + pdf.currentLineHeight() > pdf.page.height - MARGIN) {
      pdf.addPage();
      top = pdf.y;
    }
    writeWords(pdf, line, left + width, top);
    top += pdf.currentLineHeight();
  }
  pdf.x = MARGIN;
  pdf.y = top;
}

/** Word by word: the writer would put the space of a word from right to left on its wrong side. */
function writeWords(pdf: PDFKit.PDFDocument, words: readonly string[], right: number, top: number): void {
  const space = pdf.widthOfString(' ');
  let x = right - words.reduce((sum, word) => sum + pdf.widthOfString(word) + space, -space);
  for (const word of words) {
    pdf.text(word, x, top, { lineBreak: false });
    x += pdf.widthOfString(word) + space;
  }
}

const linesIn = (pdf: PDFKit.PDFDocument, text: string, width: number) =>
  drawnLines(text, (line) => pdf.widthOfString(line) <= width);

function heightOf({ pdf, rightToLeft }: Sheet, text: string, width: number): number {
  return rightToLeft
    ? linesIn(pdf, text, width).length * pdf.currentLineHeight()
    : pdf.heightOfString(text, { width });
}

async function print(sheet: Sheet, part: Part): Promise<void> {
  const { pdf } = sheet;
  if ('heading' in part) {
    pdf.moveDown().font('DejaVuSans-Bold').fontSize(11);
    write(sheet, part.heading);
  } else if ('text' in part) {
    pdf.font('DejaVuSans').fontSize(SMALL + 1);
    write(sheet, part.text);
  } else await printTable(sheet, part.columns, part.rows);
}

async function printTable(
  sheet: Sheet,
  columns: readonly Column[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): Promise<void> {
  const { pdf } = sheet;
  const width = pdf.page.width - 2 * MARGIN;
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (share / whole) * width);
  pdf.moveDown(0.5).font('DejaVuSans-Bold').fontSize(SMALL);
  printRow(
    sheet,
    columns.map(({ title }) => title),
    widths,
  );
  pdf.font('DejaVuSans');
  for await (const row of rows) printRow(sheet, row, widths);
}

function printRow(sheet: Sheet, cells: readonly string[], widths: readonly number[]): void {
  const { pdf, rightToLeft } = sheet;
  const height = Math.max(...cells.map((cell, at) => heightOf(sheet, cell, widths[at]! - GAP)));
  if (pdf.y + height > pdf.page.height - 2 * MARGIN) pdf.addPage();
  const top = pdf.y;
  let passed = 0;
  for (const [at, cell] of cells.entries()) {
    const width = widths[at]! - GAP;
    const left = rightToLeft ? pdf.page.width - MARGIN - passed - width : MARGIN + passed;
    write(sheet, cell, { left, top, width });
    passed += widths[at]!;
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
