import { describe, expect, it } from '@jest/globals';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LANGUAGES, languagesIn, readWords } from '../../words.mjs';

const folder = join(process.cwd(), 'apps/web');
const italian: Record<string, string> = readWords('it');

/** Everything that may name a message: the pages and the sources. */
function sources(): string {
  const files = ['src', 'pages'].flatMap((part) =>
    readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, part, name),
    ),
  );
  return files
    .filter((name) => /\.(tsx?|html)$/.test(name) && !name.includes('.spec.'))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
}

const valuesOf = (message: string) =>
  [...new Set([...message.matchAll(/\{(\w+)(?=[},])/g)].map(([, name]) => name))].sort();

describe('the words of the web application', () => {
  it.each(LANGUAGES)('are complete in %s, and say the same things', (language: string) => {
    const words: Record<string, string> = readWords(language);
    expect(Object.keys(words).sort()).toEqual(Object.keys(italian).sort());
    for (const [id, message] of Object.entries(words)) {
      expect({ id, empty: message.trim() === '' }).toEqual({ id, empty: false });
      expect({ id, values: valuesOf(message) }).toEqual({ id, values: valuesOf(italian[id]!) });
      expect(() => compileMessage(message)).not.toThrow();
    }
  });

  it('say each action that is put on record', () => {
    const libs = join(process.cwd(), 'libs');
    const text = readdirSync(libs, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('.spec.'))
      .map((name) => readFileSync(join(libs, name), 'utf8'))
      .join('\n');
    const recorded = [...text.matchAll(/audit\w*\(\s*tx,\s*'([^']+)'|\baction: '([a-z-]+\.[a-z-]+)'/g)];
    const actions = recorded.map(([, first, second]) => `audit.action.${first ?? second}`);
    expect(actions.length).toBeGreaterThan(50);
    expect([...new Set(actions)].filter((id) => !(id in italian))).toEqual([]);
  });

  it('are all used: a message that nobody shows is taken away', () => {
    const text = sources();
    const patterns = [...text.matchAll(/`([a-z][\w.-]*\.(?:[^`]*\$\{[^`]+))`/gi)].map(
      ([, template]) =>
        new RegExp(`^${template!.replaceAll('.', '\\.').replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '.+')}$`),
    );
    const unused = Object.keys(italian).filter(
      (id) =>
        !text.includes(`'${id}'`) &&
        !text.includes(`{{${id}}}`) &&
        !patterns.some((pattern) => pattern.test(id)),
    );
    expect(unused).toEqual([]);
  });
});

describe('the languages', () => {
  const inFolder = (files: Readonly<Record<string, string>>) => {
    const place = mkdtempSync(join(tmpdir(), 'words-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    try {
      return languagesIn(place) as readonly { code: string }[];
    } finally {
      rmSync(place, { recursive: true });
    }
  };
  const po = (code: string, ...lines: string[]) =>
    `msgid ""\nmsgstr ""\n${[`Language: ${code}`, ...lines].map((line) => `"${line}\\n"\n`).join('')}\n`;

  it('are those of the PO files: one more file is one more language, by what its header says', () => {
    const files = {
      'it.po': po('it', 'X-Name: Italiano', 'X-Direction: ltr', 'X-Locale: it-IT'),
      'fa.po': po('fa', 'X-Name: فارسی', 'X-Direction: rtl', 'X-Comma: ،'),
      'ro.po': po('ro', 'X-Name: Română', 'X-Direction: ltr'),
    };
    expect(inFolder(files).map(({ code }) => code)).toEqual(['it', 'ro', 'fa']);
    expect(inFolder(files)[1]).toEqual({
      code: 'ro',
      name: 'Română',
      direction: 'ltr',
      short: 'RO',
      locale: 'ro',
      comma: ',',
      weekdays: 'short',
    });
  });

  it.each([
    ['no name', po('ro', 'X-Direction: ltr')],
    ['no direction', po('ro', 'X-Name: Română')],
    ['another language', po('rm', 'X-Name: Română', 'X-Direction: ltr')],
  ])('are refused by the build with %s in the header', (_, text) => {
    expect(() => inFolder({ 'ro.po': text })).toThrow(/^ro\.po/);
  });
});
