import { QUEUE_KINDS, type QueueKind, type QueueSearch } from '../app/desk-search.js';
import { useNames } from '../app/session.js';
import type { Schemas } from '../api/client.js';
import { categoryName } from '../words/known-names.js';
import { t } from '../words/words.js';

/** The kinds with how much waits of each, and narrower choices; all of it in the address. */
export function QueueFilters({
  search,
  counts,
  show,
}: {
  readonly search: QueueSearch;
  readonly counts: readonly Schemas['QueueCountDto'][];
  show(change: Partial<QueueSearch>): void;
}) {
  const { categories, municipalities } = useNames();
  const count = (kind: QueueKind) => counts.find((one) => one.kind === kind);
  return (
    <div className="filters">
      <div className="chips" role="group" aria-label={t('queue.kinds')}>
        <Chip active={!search.kind} press={() => show({ kind: undefined, item: undefined })}>
          {t('queue.all')}
        </Chip>
        {QUEUE_KINDS.map((kind) => (
          <Chip
            key={kind}
            active={search.kind === kind}
            press={() => show({ kind, item: undefined })}
            count={count(kind)?.waiting ?? 0}
            late={(count(kind)?.overdue ?? 0) > 0}
          >
            {t(`queue.kind.${kind}`)}
          </Chip>
        ))}
      </div>
      <div className="filter-fields">
        <label className="tick">
          <input
            type="checkbox"
            checked={search.mine ?? false}
            onChange={({ target }) => show({ mine: target.checked || undefined })}
          />
          <span>{t('queue.mine')}</span>
        </label>
        <Select
          label={t('queue.category')}
          value={search.category}
          options={categories.map((one) => ({ value: one.id, text: categoryName(one) }))}
          change={(category) => show({ category })}
        />
        <Select
          label={t('queue.municipality')}
          value={search.municipality}
          options={municipalities.map(({ id, name }) => ({ value: id, text: name }))}
          change={(municipality) => show({ municipality })}
        />
      </div>
    </div>
  );
}

function Chip({
  active,
  press,
  count,
  late,
  children,
}: {
  readonly active: boolean;
  press(): void;
  readonly count?: number;
  readonly late?: boolean;
  readonly children: string;
}) {
  return (
    <button
      type="button"
      className={count === 0 ? 'chip none' : 'chip'}
      aria-pressed={active}
      onClick={press}
    >
      {children}
      {count === undefined ? null : (
        <span className={late ? 'chip-count late' : 'chip-count'}>
          {count}
          {late ? <span className="visually-hidden"> {t('queue.someOverdue')}</span> : null}
        </span>
      )}
    </button>
  );
}

function Select({
  label,
  value,
  options,
  change,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  change(value: string | undefined): void;
}) {
  return (
    <label className="filter">
      <span className="visually-hidden">{label}</span>
      <select value={value ?? ''} onChange={({ target }) => change(target.value || undefined)}>
        <option value="">{label}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </label>
  );
}
