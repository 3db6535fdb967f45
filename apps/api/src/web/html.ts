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

/** A number as a link that calls it; read from left to right in every language, and in one line. */
export function phoneLink(phone: string): string {
  const digits = phone.replaceAll(/[^+\d]/g, '');
  return `<a class="phone" href="tel:${digits}" dir="ltr">${escapeHtml(phone)}</a>`;
}

/** A number with its country code, in groups or in one piece. */
const PHONE = /\+\d[\d ]{6,}\d/g;

/** Each line a paragraph, each phone number in it a link. */
export const paragraphs = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${escapeHtml(line).replace(PHONE, phoneLink)}</p>`)
    .join('');
