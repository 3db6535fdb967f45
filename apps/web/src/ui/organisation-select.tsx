import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../api/desk-queries.js';

/** The community's organisations; `none` is what stands for no one of them. */
export function OrganisationSelect({
  none,
  except,
  only,
  onChange,
  ...props
}: {
  readonly id?: string;
  readonly none: string;
  readonly except?: string | null | undefined;
  /** Offers no other than this one. */
  readonly only?: string | null | undefined;
  readonly value: string;
  readonly onChange: (organisationId: string) => void;
  readonly 'aria-invalid'?: 'true' | undefined;
  readonly 'aria-describedby'?: string | undefined;
}) {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  return (
    <select {...props} onChange={({ target }) => onChange(target.value)}>
      <option value="">{none}</option>
      {organisations
        .filter(
          ({ id, closedAt }) => id !== except && (!only || id === only) && (!closedAt || id === props.value),
        )
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </select>
  );
}
