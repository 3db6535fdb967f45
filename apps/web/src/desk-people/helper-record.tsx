import type { Schemas } from '../api/client.js';
import { Credentials } from './credentials.js';
import { Exemptions } from './exemptions.js';
import { GivenHours } from './given-hours.js';
import { FreeTime } from './free-time.js';
import { HelpsWith } from './helps-with.js';
import { Minor } from './minor.js';
import { Registered } from './registered.js';
import { Relatives } from './relatives.js';

/** What decides whether a helper may come, and to whom. */
export function HelperRecord({ person }: { readonly person: Schemas['MemberDto'] }) {
  return (
    <>
      <FreeTime memberId={person.id} />
      <HelpsWith key={person.id} memberId={person.id} />
      <Credentials memberId={person.id} />
      <Exemptions memberId={person.id} />
      <Minor person={person} />
      <Relatives memberId={person.id} />
      <Registered person={person} />
      <GivenHours memberId={person.id} />
    </>
  );
}
