import type { Schemas } from '../api/client.js';
import { t } from '../words/words.js';

const FIELDS = [
  { name: 'givenName', type: 'text', required: true },
  { name: 'familyName', type: 'text', required: true },
  { name: 'phone', type: 'tel', required: false },
  { name: 'email', type: 'email', required: false },
] as const;

/** What somebody is called and how they are reached. */
export function NameAndReach({
  problem,
  known,
}: {
  readonly problem: readonly { readonly field: string; readonly message: string }[];
  readonly known?: Schemas['MemberDto'];
}) {
  return (
    <div className="columns-two">
      {FIELDS.map(({ name, type, required }) => {
        const wrong = problem.find(({ field }) => field === name);
        return (
          <label key={name} className="field">
            <span className="label">{t(`people.field.${name}`)}</span>
            <input
              name={name}
              type={type}
              required={required}
              defaultValue={known?.[name] ?? undefined}
              maxLength={name === 'email' ? 254 : 80}
              dir={type === 'text' ? 'auto' : 'ltr'}
              aria-invalid={wrong ? true : undefined}
              aria-describedby={wrong ? `wrong-${name}` : undefined}
            />
            {wrong ? (
              <span className="wrong" id={`wrong-${name}`}>
                {wrong.message}
              </span>
            ) : null}
          </label>
        );
      })}
    </div>
  );
}
