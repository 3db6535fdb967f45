import {
  checkName,
  communityOf,
  kindName,
  readerLanguages,
  writtenLanguage,
  type WrittenLanguage,
} from '#communities';
import type { Tx } from '#database';
import type { Reading } from './words.js';

/**
 * How the asking member reads: the wanted languages, else their own, else the community's; and the names of its
 * things.
 */
export async function readingOf(tx: Tx, wanted: readonly string[]): Promise<Reading> {
  const community = await communityOf(tx);
  const language = writtenLanguage(await readerLanguages(tx, wanted));
  const names = await tx.sql<NameRow>(
    `SELECT id, 'kind' AS of, code, name FROM category WHERE community_id = $1
     UNION ALL SELECT id, 'check', code, name FROM credential_type WHERE community_id = $1
     UNION ALL SELECT id, 'place', NULL, name FROM zone WHERE community_id = $1`,
    [tx.communityId],
  );
  return {
    language,
    timeZone: community.timeZone,
    names: new Map(names.map((row) => [row.id, named(language, row)])),
  };
}

interface NameRow {
  readonly id: string;
  readonly of: 'kind' | 'check' | 'place';
  readonly code: string | null;
  readonly name: string;
}

function named(language: WrittenLanguage, { of, code, name }: NameRow): string {
  if (of === 'place') return name;
  return (of === 'kind' ? kindName : checkName)(language, code ?? undefined, name);
}
