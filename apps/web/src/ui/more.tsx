import { t } from '../words/words.js';

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

/** The rest of a long list, on demand. */
export function More({ query }: { readonly query: Paged }) {
  if (!query.hasNextPage) return null;
  return (
    <div className="acts">
      <button
        className="button wide"
        type="button"
        data-pending={query.isFetchingNextPage || undefined}
        onClick={() => void query.fetchNextPage()}
      >
        {t('app.more')}
      </button>
    </div>
  );
}
