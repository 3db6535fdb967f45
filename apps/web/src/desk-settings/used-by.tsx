import type { Problem } from '../api/problem.js';
import { listOf } from '../words/time.js';
import { said, t } from '../words/words.js';

/** What points to something that was to be removed. */
export function UsedBy({ problem }: { readonly problem: Problem | undefined }) {
  const by = problem?.code === 'still-used' ? problem.facts['by'] : undefined;
  if (!Array.isArray(by)) return null;
  const names = [...new Set(by.map((table) => said(`usedBy.${String(table)}`) ?? t('usedBy.other')))];
  return <p dir="auto">{t('usedBy.said', { what: listOf(names) })}</p>;
}
