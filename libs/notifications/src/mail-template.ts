/** The written parts of a mail. `text` has one paragraph a line. */
export interface MailWords {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  /** Who writes, and the phone number for people who rather talk. */
  readonly footer: string;
  /** Where to go on, the first first. */
  readonly links?: readonly Link[];
  /** The way out of mails of this kind, in small letters at the end. */
  readonly unsubscribe?: Link;
}

interface Link {
  readonly href: string;
  readonly label: string;
}

export interface MailBody {
  readonly text: string;
  readonly html: string;
}

/** Languages written from right to left. */
function directionOf(language: string): 'rtl' | 'ltr' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** Plain text and the same as simple HTML: large letters, strong contrast, a language and a direction. */
export function mailBody(words: MailWords): MailBody {
  const paragraphs = words.text.split('\n').filter((line) => line.trim() !== '');
  const links = words.links ?? [];
  const direction = directionOf(words.language);
  const html = [
    '<!doctype html>',
    `<html lang="${escapeHtml(words.language)}" dir="${direction}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(words.subject)}</title></head>`,
    `<body dir="${direction}" style="margin:0;padding:24px;background:#ffffff;color:#1a1a1a;font:18px/1.5 sans-serif">`,
    ...paragraphs.map((line) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`),
    ...links.map(
      ({ href, label }) =>
        `<p style="margin:0 0 16px"><a href="${escapeHtml(href)}" style="color:#0b4f8a">${escapeHtml(label)}</a></p>`,
    ),
    `<p style="margin:24px 0 0;color:#444444">${escapeHtml(words.footer)}</p>`,
    ...(words.unsubscribe
      ? [
          `<p style="margin:8px 0 0;font-size:15px"><a href="${escapeHtml(words.unsubscribe.href)}" style="color:#444444">${escapeHtml(words.unsubscribe.label)}</a></p>`,
        ]
      : []),
    '</body></html>',
  ].join('\n');
  const wayOut = words.unsubscribe ? `\n${words.unsubscribe.label}: ${words.unsubscribe.href}` : '';
  return {
    text: [
      ...paragraphs,
      ...links.map(({ href, label }) => `${label}: ${href}`),
      `-- \n${words.footer}${wayOut}`,
    ].join('\n\n'),
    html,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
