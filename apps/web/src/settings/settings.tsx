import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { memberQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { forgetDraft } from '../ask/draft.js';
import { leave } from '../app/sign-in-first.js';
import { forgetKept } from '../offline/keep-offline.js';
import { INSIDE } from '../public/languages.js';
import { Choice } from '../ui/choice.js';
import { Group } from '../ui/field.js';
import { Icon } from '../ui/icon.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { LANGUAGES } from '../words/languages.js';
import { language, speak, t } from '../words/words.js';
import { Addresses } from './addresses.js';
import { Apart } from './apart.js';
import { CalendarLink } from './calendar.js';
import { Communities } from './communities.js';
import { Channels } from './channels.js';
import { MyRights } from '../privacy/my-rights.js';
import { IdentityLinks } from './identity-links.js';
import { MyData } from './my-data.js';
import { forgetBrowser } from './push-browser.js';
import { PushSwitch } from './push.js';
import { SecondFactors } from './second-factors.js';
import { QuietHours } from './quiet.js';
import { Sessions } from './sessions.js';

/** One's own: language, what comes by mail, where one is signed in, what is kept. */
export function Settings() {
  const { me, roles } = useSession();
  const member = useQuery({ ...memberQuery(me.memberId), enabled: !roles.includes('auditor') });
  return (
    <Page title={t('settings.title')}>
      <Communities />
      <ChooseLanguage member={member.data} />
      {roles.includes('family') ? <Family /> : null}
      {roles.includes('helper') ? <ChecksLink /> : null}
      <PushSwitch />
      <Channels />
      <QuietHours />
      {roles.some((role) => role === 'family' || role === 'helper') ? <CalendarLink /> : null}
      <Addresses />
      <SecondFactors />
      <Apart />
      <IdentityLinks />
      <Sessions />
      <MyData member={member.data} />
      {roles.some((role) => role !== 'auditor') ? <MyRights givenName={member.data?.givenName} /> : null}
      {roles.some((role) => role === 'family' || role === 'helper') ? <ReportLink /> : null}
      <SignOut />
    </Page>
  );
}

function ReportLink() {
  return (
    <Link className="card go" to="/report">
      <Icon name="bell" size={28} />
      <span>{t('report.title')}</span>
      <Icon name="forward" />
    </Link>
  );
}

function ChecksLink() {
  return (
    <Link className="card go" to="/v/checks">
      <Icon name="check" size={28} />
      <span>{t('settings.checks')}</span>
      <Icon name="forward" />
    </Link>
  );
}

function Family() {
  return (
    <section className="section" aria-labelledby="family">
      <h2 id="family">{t('household.title')}</h2>
      <Link className="card go" to="/household">
        <Icon name="people" size={28} />
        <span>{t('settings.household')}</span>
        <Icon name="forward" />
      </Link>
    </section>
  );
}

/** The mails follow the language too, where the community writes in it. */
function ChooseLanguage({ member }: { readonly member: Schemas['MemberDto'] | undefined }) {
  const { community } = useSession();
  const [chosen, setChosen] = useState(language);
  const save = useAct(
    async (wanted: string) => {
      if (!member?.version || !community.languages.includes(wanted)) return;
      await answered(
        api.PATCH('/v1/members/{id}', {
          params: { path: { id: member.id }, header: ifMatch(member.version) },
          body: { language: wanted },
        }),
      );
    },
    (_, wanted) => speak(wanted),
  );
  return (
    <Group id="language" label={t('settings.language')}>
      <ProblemBox problem={save.problem} />
      <div className="choices two">
        {LANGUAGES.map(({ code, name }) => (
          <div key={code} lang={code}>
            <Choice
              kind="radio"
              name="language"
              value={code}
              label={name}
              chosen={chosen === code}
              onChoose={() => {
                setChosen(code);
                save.run(code);
              }}
            />
          </div>
        ))}
      </div>
    </Group>
  );
}

function SignOut() {
  const out = useAct(
    (_: undefined, key) => answered(api.POST('/v1/sign-out', { params: { header: keyed(key) } })),
    () => {
      // Nothing of this person stays on a device that others may use.
      localStorage.removeItem(INSIDE);
      forgetDraft();
      leave();
      void Promise.all([forgetBrowser(), forgetKept()]).finally(() => location.replace('/'));
    },
  );
  return (
    <div className="section">
      <ProblemBox problem={out.problem} />
      <button className="button bad wide" type="button" onClick={() => out.run(undefined)}>
        <Icon name="out" />
        {t('settings.signOut')}
      </button>
    </div>
  );
}
