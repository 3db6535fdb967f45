import { MembersModule } from '#members';
import { Module } from '@nestjs/common';
import { CredentialsController } from './credentials.controller.js';
import { DutyController } from './duty.controller.js';
import { MembersController } from './members.controller.js';
import { RequirementsController } from './requirements.controller.js';

@Module({
  imports: [MembersModule],
  controllers: [MembersController, CredentialsController, RequirementsController, DutyController],
})
export class MembersApiModule {}
