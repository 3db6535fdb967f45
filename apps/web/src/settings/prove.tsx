import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Field } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { proveByPasskey } from './passkey-acts.js';

/** Once more, before how one signs in can be changed: by what one has, or by signing in again. */
export function Prove({ factors }: { readonly factors: Schemas['OwnFactorsDto'] }) {
  const passkey = useAct(proveByPasskey);
  if (factors.passkeys.length === 0 && !factors.authenticator) return <SignInAgain />;
  return (
    <div className="card">
      <h3>{t('factors.proveTitle')}</h3>
      <p className="soft">{t('factors.proveHint')}</p>
      <ProblemBox problem={passkey.problem} />
      {factors.passkeys.length > 0 ? (
        <button
          className="button"
          type="button"
          data-pending={passkey.pending || undefined}
          onClick={() => passkey.run(undefined)}
        >
          {t('factors.usePasskey')}
        </button>
      ) : null}
      {factors.authenticator ? <ByCode /> : null}
    </div>
  );
}

function ByCode() {
  const prove = useAct((code: string, key) =>
    answered(api.POST('/v1/sign-in/second-factor', { params: { header: keyed(key) }, body: { code } })),
  );
  return (
    <CodeForm id="prove-code" onCode={(code) => prove.run(code)} pending={prove.pending}>
      <ProblemBox problem={prove.problem} />
    </CodeForm>
  );
}

/** Six digits of an authenticator and a button. */
export function CodeForm({
  id,
  onCode,
  pending,
  children,
}: {
  readonly id: string;
  onCode(code: string): void;
  readonly pending: boolean;
  readonly children?: React.ReactNode;
}) {
  const [code, setCode] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCode(code.replaceAll(/\s/g, ''));
      }}
    >
      {children}
      <Field id={id} label={t('factors.code')}>
        {(props) => (
          <input
            {...props}
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9]{6}|[0-9]{3} [0-9]{3}"
            maxLength={7}
            required
            dir="ltr"
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <button className="button" type="submit" data-pending={pending || undefined}>
        {t('factors.confirm')}
      </button>
    </form>
  );
}

function SignInAgain() {
  const out = useAct(
    (_: undefined, key) => answered(api.POST('/v1/sign-out', { params: { header: keyed(key) } })),
    () => location.replace('/login?next=/settings'),
  );
  return (
    <div className="card">
      <p>{t('factors.againHint')}</p>
      <ProblemBox problem={out.problem} />
      <button className="button" type="button" onClick={() => out.run(undefined)}>
        {t('factors.again')}
      </button>
    </div>
  );
}
