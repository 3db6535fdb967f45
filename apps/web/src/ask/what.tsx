import { useNames } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Group } from '../ui/field.js';
import type { IconName } from '../ui/icon.js';
import { categoryName } from '../words/known-names.js';
import { said, t } from '../words/words.js';
import type { StepProps } from './ask.js';

export const CATEGORY_ICONS: Readonly<Record<string, IconName>> = {
  babysitting: 'child',
  'homework-help': 'book',
  homework: 'book',
  'school-transport': 'car',
  transport: 'car',
  accompaniment: 'people',
  shopping: 'bag',
  errands: 'bag',
  'small-repairs': 'tool',
};

const SUBJECTS = [
  'italian',
  'mathematics',
  'english',
  'science',
  'history',
  'italian-second-language',
] as const;

const toggled = (list: readonly string[], value: string) =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

/** Which help, and for whom: the children are known already. */
export function What({ draft, change, wrongs, household, addChildren }: StepProps) {
  const { categories } = useNames();
  const children = (household?.dependants ?? []).filter(({ archived }) => !archived);
  const category = categories.find(({ id }) => id === draft.categoryId);
  const choose = (categoryId: string) => {
    const only = children.length === 1 && draft.dependantIds.length === 0;
    change({ categoryId, ...(only ? { dependantIds: [children[0]!.id] } : {}) });
  };
  return (
    <>
      <Group id="categoryId" label={t('ask.kind')} wrongs={wrongs}>
        <div className="choices">
          {categories.map((one) => (
            <Choice
              key={one.id}
              kind="radio"
              name="categoryId"
              value={one.id}
              label={categoryName(one)}
              hint={said(`category.${one.code}.hint`)}
              icon={CATEGORY_ICONS[one.code] ?? 'hands'}
              chosen={draft.categoryId === one.id}
              onChoose={choose}
            />
          ))}
        </div>
      </Group>
      {category?.needsDependants ? (
        <Group id="dependantIds" label={t('ask.children')} wrongs={wrongs}>
          {household && children.length === 0 ? (
            <p className="hintbox">
              {t('ask.noChildren')} {addChildren}
            </p>
          ) : null}
          <div className="choices two">
            {children.map(({ id, nickname = '', ageBand }) => (
              <Choice
                key={id}
                kind="checkbox"
                name="dependantIds"
                value={id}
                label={nickname}
                hint={ageBand ? t('ask.age', { band: ageBand }) : undefined}
                chosen={draft.dependantIds.includes(id)}
                onChoose={(value) => change({ dependantIds: toggled(draft.dependantIds, value) })}
              />
            ))}
          </div>
        </Group>
      ) : null}
      {category?.needsSubjects ? (
        <Group id="subjects" label={t('ask.subjects')} wrongs={wrongs}>
          <div className="choices two">
            {SUBJECTS.map((code) => (
              <Choice
                key={code}
                kind="checkbox"
                name="subjects"
                value={code}
                label={t(`subject.${code}`)}
                chosen={draft.subjects.includes(code)}
                onChoose={(value) => change({ subjects: toggled(draft.subjects, value) })}
              />
            ))}
          </div>
        </Group>
      ) : null}
    </>
  );
}
