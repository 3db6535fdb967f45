import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { assignmentsQuery, memberQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { Addable } from '../ui/addable.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { TakeBack } from '../ui/take-back.js';
import { addDays, dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';
import type { Home } from './household.js';

type Collection = Schemas['CollectionDto'];

const PAGE = 100;
const MOST_SCHOOL = 120;
const SCHOOL_YEAR_DAYS = 300;

/** Who may collect whom from school: signed by a guardian, until a day; no copy is kept. */
export function Collections({ home, byDesk = false }: { readonly home: Home; readonly byDesk?: boolean }) {
  const { data: all = [] } = useQuery({
    queryKey: ['household', 'collections'],
    queryFn: async () =>
      (await answered(api.GET('/v1/collection-authorisations', { params: { query: { limit: PAGE } } })))
        .items,
  });
  const living = home.dependants?.filter(({ archived }) => !archived) ?? [];
  const here = all.filter(
    (one) =>
      !one.revokedAt && living.some(({ id }) => id === one.dependantId) && one.validUntil >= localDay(),
  );
  if (living.length === 0) return null;
  return (
    <Addable
      title={t('collection.title')}
      add={t('collection.add')}
      form={(close) => <NewCollection home={home} byDesk={byDesk} done={close} />}
    >
      {here.length === 0 ? <p className="empty">{t('collection.none')}</p> : null}
      <ul className="lines">
        {here.map((one) => (
          <Shown key={one.id} one={one} home={home} />
        ))}
      </ul>
    </Addable>
  );
}

function Shown({ one, home }: { readonly one: Collection; readonly home: Home }) {
  const { data: helper } = useQuery({ ...memberQuery(one.helperId), retry: false });
  const child = home.dependants?.find(({ id }) => id === one.dependantId)?.nickname ?? '';
  return (
    <li className="row reading">
      <span dir="auto">
        {t('collection.line', {
          helper: helper?.givenName ?? t('swaps.somebody'),
          child,
          school: one.school,
        })}
        <br />
        <span className="soft small">{t('demands.until', { day: dayInWords(one.validUntil) })}</span>
      </span>
      <TakeBack
        word={t('collection.end')}
        sure={t('collection.endSure')}
        hint={t('credentials.withdrawHint')}
        act={(key) =>
          answered(
            api.POST('/v1/collection-authorisations/{id}/revoke', {
              params: { path: { id: one.id }, header: keyed(key) },
            }),
          )
        }
      />
    </li>
  );
}

function NewCollection({
  home,
  byDesk,
  done,
}: {
  readonly home: Home;
  readonly byDesk: boolean;
  done(): void;
}) {
  const { data: met = [] } = useQuery({ ...assignmentsQuery, enabled: !byDesk });
  const [picked, pick] = useState('');
  const people = new Map(
    met
      .filter(({ state }) => state === 'confirmed')
      .map(({ helperId, helperName }) => [helperId, helperName ?? '']),
  );
  const guardians = home.adults?.filter(({ guardian }) => guardian) ?? [];
  const add = useAct(
    (body: Schemas['NewCollectionDto'], key) =>
      answered(api.POST('/v1/collection-authorisations', { params: { header: keyed(key) }, body })),
    done,
  );
  if (!byDesk && people.size === 0) return <p className="hintbox">{t('collection.nobody')}</p>;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim();
        add.run({
          dependantId: text('child'),
          helperId: byDesk ? picked : text('helper'),
          school: text('school'),
          validUntil: text('until'),
          ...(byDesk ? { signedBy: text('signedBy') } : {}),
        });
      }}
    >
      <p className="hintbox">{t('collection.hint')}</p>
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('collection.child')}</span>
        <select name="child" required>
          {home.dependants
            ?.filter(({ archived }) => !archived)
            .map(({ id, nickname }) => (
              <option key={id} value={id}>
                {nickname}
              </option>
            ))}
        </select>
      </label>
      {byDesk ? (
        <>
          <PersonPick
            id="collector"
            label={t('collection.helper')}
            role="helper"
            chosen={picked}
            onChoose={pick}
          />
          <label className="field">
            <span className="label">{t('collection.signedBy')}</span>
            <select name="signedBy" required>
              {guardians.map(({ memberId, givenName }) => (
                <option key={memberId} value={memberId}>
                  {givenName}
                </option>
              ))}
            </select>
          </label>
        </>
      ) : (
        <label className="field">
          <span className="label">{t('collection.helper')}</span>
          <select name="helper" required>
            {[...people].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        <span className="label">{t('collection.school')}</span>
        <input name="school" required dir="auto" maxLength={MOST_SCHOOL} />
      </label>
      <label className="field">
        <span className="label">{t('exemptions.until')}</span>
        <input
          name="until"
          type="date"
          required
          min={localDay()}
          max={addDays(localDay(), SCHOOL_YEAR_DAYS + 100)}
          defaultValue={addDays(localDay(), SCHOOL_YEAR_DAYS)}
        />
      </label>
      <div className="acts">
        <button
          className="button main"
          type="submit"
          disabled={byDesk && !picked}
          data-pending={add.pending || undefined}
        >
          {t('collection.allow')}
        </button>
      </div>
    </form>
  );
}
