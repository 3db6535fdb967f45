interface Line {
  readonly at: string;
  readonly kind: string;
  readonly minutes: number;
  readonly balanceAfterMinutes: number;
  readonly reason: string;
}

/** Quoted where it must be, and never a formula to the program that opens it. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A statement as comma-separated values (RFC 4180), with the mark that spreadsheets know UTF-8 by. */
export function statementCsv(lines: readonly Line[]): string {
  const rows: (string | number)[][] = [
    ['date', 'kind', 'minutes', 'balance_minutes', 'reason'],
    ...lines.map((line) => [line.at, line.kind, line.minutes, line.balanceAfterMinutes, line.reason]),
  ];
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
