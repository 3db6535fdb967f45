import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { language, t } from '../words/words.js';
import { factorsQuery } from './factors-query.js';
import { ProveFirst, SentCodeForm } from './prove.js';

type Own = Schemas['OwnAddressDto'];
type Kind = Own['kind'];

const KINDS: readonly Kind[] = ['e-mail', 'phone'];
const bodyOf = (kind: Kind, address: string) =>
  kind === 'e-mail' ? { email: address.trim() } : { phone: address.trim() };

/** What one signs in with: an e-mail address, a phone, or both; a code proves each before it counts. */
export function Addresses() {
  const query = useQuery({
    queryKey: ['addresses'],
    queryFn: () => answered(api.GET('/v1/me/addresses')),
  });
  const { data: factors } = useQuery(factorsQuery);
  return (
    <section className="section" aria-labelledby="addresses">
      <h2 id="addresses">{t('addresses.title')}</h2>
      <p className="soft">{t('addresses.hint')}</p>
      {factors?.recentlyProved === false ? <ProveFirst /> : null}
      <Loaded query={query}>
        {(own) => (
          <div className="plain">
            {KINDS.map((kind) => (
              <Address key={kind} kind={kind} own={own} editable={factors?.recentlyProved === true} />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Address({
  kind,
  own,
  editable,
}: {
  readonly kind: Kind;
  readonly own: readonly Own[];
  readonly editable: boolean;
}) {
  const [changing, setChanging] = useState(false);
  const held = own.find((one) => one.kind === kind);
  const removable = held && own.some((one) => one.kind !== kind && one.signsIn);
  return (
    <div className="card">
      <h3>{t(`addresses.${kind}`)}</h3>
      <p>{held ? <bdi dir="ltr">{held.address}</bdi> : t('addresses.none')}</p>
      {held && !held.signsIn ? <p className="soft small">{t('addresses.callsOnly')}</p> : null}
      {editable && changing ? <NewAddress kind={kind} onDone={() => setChanging(false)} /> : null}
      {editable && !changing ? (
        <div className="acts">
          <button className="button" type="button" onClick={() => setChanging(true)}>
            {t(held?.signsIn ? `addresses.change.${kind}` : `addresses.add.${kind}`)}
          </button>
          {removable ? <Remove kind={kind} /> : null}
        </div>
      ) : null}
    </div>
  );
}

/** The address first, then the code that came to it. */
function NewAddress({ kind, onDone }: { readonly kind: Kind; readonly onDone: () => void }) {
  const [address, setAddress] = useState('');
  const [sent, setSent] = useState(false);
  const ask = useAct(
    (wanted: string, key) =>
      answered(
        api.POST('/v1/me/addresses', {
          params: { header: keyed(key) },
          body: { ...bodyOf(kind, wanted), language },
        }),
      ),
    () => setSent(true),
  );
  const prove = useAct(
    (code: string, key) =>
      answered(
        api.POST('/v1/me/addresses/confirm', {
          params: { header: keyed(key) },
          body: { ...bodyOf(kind, address), code },
        }),
      ),
    onDone,
  );
  return (
    <>
      {sent ? (
        <>
          <p role="status">{t('addresses.sent')}</p>
          <SentCodeForm id={`code-${kind}`} onCode={(code) => prove.run(code)} pending={prove.pending}>
            <ProblemBox problem={prove.problem} />
          </SentCodeForm>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask.run(address);
          }}
        >
          <ProblemBox problem={ask.problem} />
          <Field id={`new-${kind}`} label={t(`addresses.new.${kind}`)}>
            {(props) => (
              <input
                {...props}
                type={kind === 'e-mail' ? 'email' : 'tel'}
                autoComplete={kind === 'e-mail' ? 'email' : 'tel'}
                maxLength={kind === 'e-mail' ? 254 : 40}
                required
                dir="ltr"
                value={address}
                onChange={({ target }) => setAddress(target.value)}
              />
            )}
          </Field>
          <button className="button main" type="submit" data-pending={ask.pending || undefined}>
            {t('proof.send')}
          </button>
        </form>
      )}
      <button className="button quiet" type="button" onClick={onDone}>
        {t('app.back')}
      </button>
    </>
  );
}

function Remove({ kind }: { readonly kind: Kind }) {
  const remove = useAct<undefined, unknown>(() =>
    answered(kind === 'e-mail' ? api.DELETE('/v1/me/addresses/email') : api.DELETE('/v1/me/addresses/phone')),
  );
  return (
    <Confirm
      button={t('addresses.remove')}
      className="button quiet bad"
      title={t(`addresses.removeSure.${kind}`)}
      act={t('addresses.remove')}
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => remove.run(undefined)}
    >
      <p>{t(`addresses.removeHint.${kind}`)}</p>
    </Confirm>
  );
}
