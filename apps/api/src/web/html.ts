const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Each line a paragraph. */
export const paragraphs = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('');

/** A number as a link that calls it; read from left to right in every language. */
export function phoneLink(phone: string): string {
  const digits = phone.replaceAll(/[^+\d]/g, '');
  return `<a href="tel:${digits}" dir="ltr">${escapeHtml(phone)}</a>`;
}
