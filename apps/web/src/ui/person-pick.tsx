import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import type { Role } from '../app/session.js';
import { t } from '../words/words.js';
import { Choice } from './choice.js';
import { Field, type Wrong } from './field.js';

const MOST_FOUND = 8;
const LEAST_TYPED = 2;
const PAUSE_MS = 350;

/** Somebody the desk reaches, found by the beginning of their name, their e-mail address or phone number. */
export function PersonPick({
  id,
  label,
  role,
  except,
  chosen,
  wrongs = [],
  onChoose,
}: {
  readonly id: string;
  readonly label: string;
  readonly role?: Role | undefined;
  readonly except?: string;
  readonly chosen: string;
  readonly wrongs?: readonly Wrong[];
  readonly onChoose: (memberId: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const named = usePaused(typed.trim());
  const { data } = useQuery({
    queryKey: ['members', 'pick', role, named],
    enabled: named.length >= LEAST_TYPED,
    queryFn: () =>
      answered(
        api.GET('/v1/members', { params: { query: { named, role, state: 'active', limit: MOST_FOUND } } }),
      ),
  });
  const found = named.length >= LEAST_TYPED ? data?.items.filter((one) => one.id !== except) : undefined;
  return (
    <>
      <Field id={id} label={label} hint={t('pick.hint')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            type="search"
            dir="auto"
            autoComplete="off"
            maxLength={80}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <p className="soft small" role="status">
        {found ? t('pick.found', { count: found.length }) : ''}
      </p>
      <div className="choices">
        {found?.map((member) => (
          <Choice
            key={member.id}
            kind="radio"
            name={id}
            value={member.id}
            label={fullName(member)}
            hint={(member.roles ?? []).map((one) => t(`role.${one}`)).join(' · ')}
            chosen={chosen === member.id}
            onChoose={onChoose}
          />
        ))}
      </div>
    </>
  );
}

export const fullName = ({ givenName, familyName }: Schemas['MemberDto']) =>
  [givenName, familyName].filter(Boolean).join(' ');

/** The text once nobody has typed for a moment. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
