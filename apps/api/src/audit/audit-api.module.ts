import { MembersModule } from '#members';
import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

@Module({ imports: [MembersModule], controllers: [AuditController] })
export class AuditApiModule {}
