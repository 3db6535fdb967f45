export * from './access/policies.js';
export * from './identity/community-key.js';
export * from './identity/identity-codec.js';
export { lastingHash, LASTING_PURPOSES, type LastingPurpose } from './identity/lasting-hash.js';
export * from './identity/identity.module.js';
export { newToken } from './sign-in/challenge.js';
export * from './sign-in/phone-code.service.js';
export { providerName } from './identity-providers/identity.rules.js';
export * from './identity-providers/identity-link.machine.js';
export { endIdentityLinks, MATCHES, type MatchedBy } from './identity-providers/identity-link-rows.js';
export * from './identity-providers/identity-link.service.js';
export * from './identity-providers/identity-sign-in.service.js';
export { IssuerClient, type IssuerAnswer } from './identity-providers/issuer-client.js';
export * from './sign-in/sign-in-mailer.js';
export * from './sign-in/sign-in-texter.js';
export { ADDRESS_KINDS, type AddressKind } from './addresses/address-change-rows.js';
export * from './addresses/address-changes.service.js';
export * from './addresses/own-address.service.js';
export * from './second-factor/authenticator.service.js';
export * from './second-factor/factor.service.js';
export * from './second-factor/passkey.service.js';
export * from './second-factor/recent-proof.service.js';
export * from './second-factor/second-factor.rules.js';
export * from './sign-in/device.rules.js';
export * from './sign-in/session.service.js';
export * from './sign-in/sign-in.service.js';
export * from './credentials/credential.queries.js';
export * from './credentials/credential.rules.js';
export * from './households/household.queries.js';
export * from './identity/contact.rules.js';
export { givenNames, identitiesOf, type Identity } from './identity/member-identity.js';
export * from './members/insurance.rules.js';
export * from './members/member.queries.js';
export * from './members/members.errors.js';
export * from './access/disclosure.js';
export * from './access/guardian-sight.js';
export * from './access/heard.js';
export * from './access/relation.queries.js';
export * from './access/second-approver.js';
export * from './members/member.machine.js';
export { describeMember, findMember, type MemberRecord, type SeenMember } from './members/member-record.js';
export * from './members/member.service.js';
export { DESK_ROLES, enterMember, type NewMember, type SoughtMember } from './members/enter-member.js';
export type { Alike } from './joining/alike.queries.js';
export {
  endInvitations,
  INVITATION_KINDS,
  type Invitation,
  type InvitationKind,
} from './joining/invitation-rows.js';
export * from './joining/invitation.machine.js';
export * from './joining/invitation.service.js';
export { CONSENTS, type Consent, type JoinRequest } from './joining/join-request-rows.js';
export * from './joining/join-messenger.js';
export * from './joining/join-request.machine.js';
export * from './joining/join-request.service.js';
export * from './joining/join.service.js';
export type { JoinDoor } from './joining/join-target.js';
export * from './joining/joining.errors.js';
export * from './joining/prove-address.service.js';
export * from './members.module.js';
export { CHAIN_HEADS, HEAD_STANDS, keepHeads, type ChainHead } from './audit/chain-heads.js';
export { AuditService, type AuditRecord, type ChainCheck, type HistoryStep } from './audit/audit.service.js';
export { PURPOSES, type Purpose } from './audit/audit-purpose.rules.js';
export * from './audit/own-records.service.js';
export * from './credentials/credential.service.js';
export * from './credentials/exemption.service.js';
export { warnCredentials, warnInsurances } from './upkeep/warn-ends.js';
export { coordinatorsOnDuty } from './duty/duty.queries.js';
export * from './duty/duty.service.js';
export { coversOf, ownersFor } from './leave/leave.queries.js';
export * from './leave/leave.service.js';
export * from './households/care-card.service.js';
export * from './households/collection.service.js';
export * from './households/dependant.service.js';
export * from './households/household-requirement.service.js';
export * from './households/guardian-removal.service.js';
export * from './households/guardian-sight.service.js';
export * from './households/household.service.js';
export {
  describeHousehold,
  describeHouseholds,
  type SeenAdult,
  type SeenDependant,
  type SeenHousehold,
} from './households/household-record.js';
export * from './members/block.service.js';
export * from './referrals/referral.machine.js';
export * from './referrals/referral.service.js';
export { REFERRAL_SCOPES, type Referral, type ReferralScope } from './referrals/referral-rows.js';
export * from './members/organisation-change.service.js';
export * from './members/role.service.js';
export * from './members/standing.service.js';
export * from './members/relative.service.js';
export * from './minors/minor.service.js';
export type { AgeFacts } from './minors/age.js';
export * from './register/insurance.service.js';
export * from './register/register.service.js';
export { escalateIncidents, reviewersOf } from './incidents/escalate-incidents.js';
export { reviewsIncident } from './incidents/incident-rows.js';
export * from './incidents/incident.machine.js';
export { SEVERITIES, type Severity } from './incidents/incident.rules.js';
export * from './incidents/incident.service.js';
export type { Incident } from './incidents/incident-rows.js';
export * from './privacy/choice.rules.js';
export * from './privacy/choice.service.js';
