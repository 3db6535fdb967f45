import { DatabaseModule } from '#database';
import { IdentityModule } from '#members';
import { SmsInboundModule } from '#notifications';
import { PlatformModule, type Clock, type Config, type Logger } from '#platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AssignmentsApiModule } from './assignments/assignments-api.module.js';
import { AuditApiModule } from './audit/audit-api.module.js';
import { AvailabilityApiModule } from './availability/availability-api.module.js';
import { CommunityApiModule } from './community/community-api.module.js';
import { HouseholdsApiModule } from './households/households-api.module.js';
import { MembersApiModule } from './members/members-api.module.js';
import { NotificationsApiModule } from './notifications/notifications-api.module.js';
import { OrganisationsApiModule } from './organisations/organisations-api.module.js';
import { PrivacyApiModule } from './privacy/privacy-api.module.js';
import { ReportingApiModule } from './reporting/reporting-api.module.js';
import { RequestsApiModule } from './requests/requests-api.module.js';
import { VisitsApiModule } from './visits/visits-api.module.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { DemoController } from './demo/demo.controller.js';
import { Demonstration } from './demo/demonstration.js';
import { HttpModule } from './http/http.module.js';
import { AddressesApiModule } from './addresses/addresses-api.module.js';
import { JoiningApiModule } from './joining/joining-api.module.js';
import { LedgerApiModule } from './ledger/ledger-api.module.js';
import { MatchingApiModule } from './matching/matching-api.module.js';
import { IdentityApiModule } from './sign-in/identity-api.module.js';
import { BUILT_WEB } from './web/web-pages.js';
import { WebModule } from './web/web.module.js';

export interface ApiParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the demonstration's page; refused unless the configuration is in demo mode. */
  readonly demonstration?: Demonstration;
  /** The folder of the built web application. Default: where the build lays it. */
  readonly webFolder?: string;
}

/** The API: the rooms' features on HTTP. */
@Module({})
export class ApiModule {
  static with(parts: ApiParts): DynamicModule {
    const demo = parts.config.demo && parts.demonstration !== undefined;
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot(parts),
        DatabaseModule.forRoot('intreccio-api'),
        IdentityModule,
        DiscoveryModule,
        HttpModule,
        WebModule.with(parts.webFolder ?? BUILT_WEB, demo),
        CommunityApiModule,
        MembersApiModule,
        IdentityApiModule,
        AddressesApiModule,
        JoiningApiModule,
        HouseholdsApiModule,
        AuditApiModule,
        RequestsApiModule,
        VisitsApiModule,
        AvailabilityApiModule,
        MatchingApiModule,
        AssignmentsApiModule,
        LedgerApiModule,
        NotificationsApiModule,
        SmsInboundModule,
        OrganisationsApiModule,
        PrivacyApiModule,
        ReportingApiModule,
      ],
      controllers: [DeadLettersController, ...(demo ? [DemoController] : [])],
      providers: demo ? [{ provide: Demonstration, useValue: parts.demonstration }] : [],
    };
  }
}
