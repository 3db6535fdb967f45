import { Module } from '@nestjs/common';
import { SecondApproverService } from './access/second-approver.js';
import { AuditService } from './audit/audit.service.js';
import { OwnRecordsService } from './audit/own-records.service.js';
import { CredentialService } from './credentials/credential.service.js';
import { ExemptionService } from './credentials/exemption.service.js';
import { DutyService } from './duty/duty.service.js';
import { CareCardService } from './households/care-card.service.js';
import { CollectionService } from './households/collection.service.js';
import { DependantService } from './households/dependant.service.js';
import { GuardianRemovalService } from './households/guardian-removal.service.js';
import { GuardianSightService } from './households/guardian-sight.service.js';
import { HouseholdRequirementService } from './households/household-requirement.service.js';
import { HouseholdService } from './households/household.service.js';
import { IdentityLinkService } from './identity-providers/identity-link.service.js';
import { LeaveService } from './leave/leave.service.js';
import { ReferralService } from './referrals/referral.service.js';
import { BlockService } from './members/block.service.js';
import { IncidentService } from './incidents/incident.service.js';
import { PrivacyChoiceService } from './privacy/choice.service.js';
import { RelativeService } from './members/relative.service.js';
import { MinorService } from './minors/minor.service.js';
import { InsuranceService } from './register/insurance.service.js';
import { RegisterService } from './register/register.service.js';
import { MemberService } from './members/member.service.js';
import { OrganisationChangeService } from './members/organisation-change.service.js';
import { RoleService } from './members/role.service.js';
import { StandingService } from './members/standing.service.js';

const SERVICES = [
  AuditService,
  OwnRecordsService,
  BlockService,
  CareCardService,
  CollectionService,
  CredentialService,
  DependantService,
  DutyService,
  ExemptionService,
  GuardianRemovalService,
  GuardianSightService,
  HouseholdRequirementService,
  HouseholdService,
  IdentityLinkService,
  MemberService,
  IncidentService,
  LeaveService,
  MinorService,
  OrganisationChangeService,
  PrivacyChoiceService,
  ReferralService,
  InsuranceService,
  RegisterService,
  RelativeService,
  RoleService,
  SecondApproverService,
  StandingService,
];

/** The room of people: members, households, credentials, who may see what, who looked. */
@Module({ providers: SERVICES, exports: SERVICES })
export class MembersModule {}
