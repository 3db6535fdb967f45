import { Module } from '@nestjs/common';
import { CategoryService } from './category.service.js';
import { ClosureService } from './closure.service.js';
import { CommunityService } from './community.service.js';
import { CredentialTypeService } from './credential-type.service.js';
import { MunicipalityService } from './municipality.service.js';
import { OrganisationService } from './organisation.service.js';
import { PlaceEditsService } from './place-edits.service.js';
import { PolicyService } from './policy.service.js';

const SERVICES = [
  CategoryService,
  ClosureService,
  CommunityService,
  CredentialTypeService,
  MunicipalityService,
  OrganisationService,
  PlaceEditsService,
  PolicyService,
];

/** The room of the community and its rules. */
@Module({ providers: SERVICES, exports: SERVICES })
export class CommunitiesModule {}
