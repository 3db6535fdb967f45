import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Field } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { language, t } from '../words/words.js';
import { proveByPasskey } from './passkey-acts.js';

/** Once more, before how one signs in can be changed: by what one has, or by a code sent to oneself. */
export function Prove({ factors }: { readonly factors: Schemas['OwnFactorsDto'] }) {
  const passkey = useAct(proveByPasskey);
  const has = factors.passkeys.length > 0 || factors.authenticator !== null;
  return (
    <div className="card" id="prove" tabIndex={-1}>
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
      {has ? null : <BySentCode />}
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

interface CodeFormProps {
  readonly id: string;
  onCode(code: string): void;
  readonly pending: boolean;
  readonly children?: React.ReactNode;
}

/** Six digits of an authenticator and a button. */
export function CodeForm(props: CodeFormProps) {
  return <Digits {...props} label={t('factors.code')} pattern="[0-9]{6}|[0-9]{3} [0-9]{3}" most={7} />;
}

/** The eight digits of a mail or an SMS and a button. */
export function SentCodeForm(props: CodeFormProps) {
  return <Digits {...props} label={t('proof.code')} pattern="[0-9]{8}|[0-9]{4} [0-9]{4}" most={9} />;
}

function Digits({
  id,
  label,
  pattern,
  most,
  onCode,
  pending,
  children,
}: CodeFormProps & { readonly label: string; readonly pattern: string; readonly most: number }) {
  const [code, setCode] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCode(code.replaceAll(/\s/g, ''));
      }}
    >
      {children}
      <Field id={id} label={label}>
        {(props) => (
          <input
            {...props}
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern={pattern}
            maxLength={most}
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

/** Whoever has no second factor types a code that was sent to the address they sign in with. */
function BySentCode() {
  const [sent, setSent] = useState(false);
  const ask = useAct(
    (_: undefined, key) =>
      answered(api.POST('/v1/me/proof', { params: { header: keyed(key) }, body: { language } })),
    () => setSent(true),
  );
  const give = useAct((code: string, key) =>
    answered(api.POST('/v1/me/proof/confirm', { params: { header: keyed(key) }, body: { code } })),
  );
  return (
    <>
      <ProblemBox problem={ask.problem} />
      {sent ? (
        <SentCodeForm id="proof-code" onCode={(code) => give.run(code)} pending={give.pending}>
          <ProblemBox problem={give.problem} />
        </SentCodeForm>
      ) : null}
      <button
        className={sent ? 'button quiet' : 'button'}
        type="button"
        data-pending={ask.pending || undefined}
        onClick={() => ask.run(undefined)}
      >
        {t(sent ? 'proof.sendAgain' : 'proof.send')}
      </button>
    </>
  );
}

/** Where an act is missing because nothing was proved lately: the way to the card that asks. */
export function ProveFirst() {
  return (
    <p>
      <a
        href="#prove"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('prove')?.focus();
        }}
      >
        {t('proof.first')}
      </a>
    </p>
  );
}
