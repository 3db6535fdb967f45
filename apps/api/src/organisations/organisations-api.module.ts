import { MembersModule } from '#members';
import { Module } from '@nestjs/common';
import { ReferralsController } from './referrals.controller.js';
import { SecondApproversController } from './second-approvers.controller.js';

@Module({ imports: [MembersModule], controllers: [ReferralsController, SecondApproversController] })
export class OrganisationsApiModule {}
