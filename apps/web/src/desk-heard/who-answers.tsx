import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { answered, api } from '../api/client.js';
import { memberQuery } from '../api/family-queries.js';
import { useSession } from '../app/session.js';
import { caseQuery } from '../desk-queue/queue-reads.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { t } from '../words/words.js';
import { HowHeardFields, type HowHeard } from './how-heard.js';

/** Whoever speaks with the desk, and what is sent with the answer that is written down for them. */
export interface Speaker {
  readonly id: string;
  readonly givenName: string;
  readonly heard: {
    readonly channel: HowHeard['channel'];
    readonly spokenLanguage: string;
    readonly guardianId?: string;
  };
}

type Speaking = (speaker: Speaker) => ReactNode;

/** The helper speaks: how, and in which language, theirs where nothing else is said. */
export function HelperSpeaks({
  helperId,
  children,
}: {
  readonly helperId: string;
  readonly children: Speaking;
}) {
  return (
    <Heard key={helperId} memberId={helperId}>
      {children}
    </Heard>
  );
}

/** A guardian speaks: which, where there are several; who asked for the help unless another is chosen. */
export function GuardianSpeaks({
  requestId,
  children,
}: {
  readonly requestId: string;
  readonly children: Speaking;
}) {
  const request = useQuery(caseQuery(requestId));
  return (
    <Loaded query={request}>
      {({ householdId, onBehalfOf, askedBy }) => (
        <GuardianAtHome householdId={householdId} asked={onBehalfOf ?? askedBy}>
          {children}
        </GuardianAtHome>
      )}
    </Loaded>
  );
}

/** The same where no request is spoken of: the first guardian unless another is chosen. */
export function GuardianAtHome({
  householdId,
  asked,
  children,
}: {
  readonly householdId: string;
  readonly asked: string | undefined;
  readonly children: Speaking;
}) {
  const id = useId();
  const [wanted, want] = useState(asked);
  const home = useQuery({
    queryKey: ['household', householdId],
    queryFn: () => answered(api.GET('/v1/households/{id}', { params: { path: { id: householdId } } })),
  });
  return (
    <Loaded query={home}>
      {({ adults = [] }) => {
        const guardians = adults.filter(({ guardian }) => guardian);
        const chosen = guardians.find(({ memberId }) => memberId === wanted) ?? guardians[0];
        if (!chosen) return <p className="empty">{t('heard.noGuardian')}</p>;
        return (
          <>
            {guardians.length > 1 ? (
              <Field id={`${id}-who`} label={t('heard.guardian')}>
                {(props) => (
                  <select {...props} value={chosen.memberId} onChange={({ target }) => want(target.value)}>
                    {guardians.map(({ memberId, givenName }) => (
                      <option key={memberId} value={memberId}>
                        {givenName}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            ) : null}
            <Heard key={chosen.memberId} memberId={chosen.memberId} guardian>
              {children}
            </Heard>
          </>
        );
      }}
    </Loaded>
  );
}

function Heard({
  memberId,
  guardian = false,
  children,
}: {
  readonly memberId: string;
  readonly guardian?: boolean;
  readonly children: Speaking;
}) {
  const member = useQuery(memberQuery(memberId));
  const { community } = useSession();
  const [said, say] = useState<Partial<HowHeard>>({});
  return (
    <Loaded query={member}>
      {({ language, givenName }) => {
        const how: HowHeard = { channel: 'phone', language: language ?? community.defaultLanguage, ...said };
        return (
          <>
            <HowHeardFields how={how} change={(part) => say((before) => ({ ...before, ...part }))} />
            {children({
              id: memberId,
              givenName: givenName ?? '',
              heard: {
                channel: how.channel,
                spokenLanguage: how.language,
                ...(guardian ? { guardianId: memberId } : {}),
              },
            })}
            <p className="soft small">{t('heard.told', { name: givenName ?? '' })}</p>
          </>
        );
      }}
    </Loaded>
  );
}
