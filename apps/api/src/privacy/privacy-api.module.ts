import { MembersModule } from '#members';
import { ReportingModule } from '#reporting';
import { Module } from '@nestjs/common';
import { PrivacyController } from './privacy.controller.js';

@Module({ imports: [MembersModule, ReportingModule], controllers: [PrivacyController] })
export class PrivacyApiModule {}
