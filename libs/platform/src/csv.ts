/** A cell of text (RFC 4180). What a spreadsheet would take for a formula is marked as text; it comes from people. */
export function csvText(text: string): string {
  const safe = /^[\s]*[=+\-@]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
