import { AssignmentsModule } from '#assignments';
import { MembersModule } from '#members';
import { ReportingModule } from '#reporting';
import { Module } from '@nestjs/common';
import { CredentialsController } from './credentials.controller.js';
import { DutyController } from './duty.controller.js';
import { LeavesController } from './leaves.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { InsurancesController } from './insurances.controller.js';
import { MembersController } from './members.controller.js';
import { MinorsController } from './minors.controller.js';
import { RegisterController } from './register.controller.js';
import { RequirementsController } from './requirements.controller.js';

@Module({
  imports: [AssignmentsModule, MembersModule, ReportingModule],
  controllers: [
    MembersController,
    CredentialsController,
    RequirementsController,
    RegisterController,
    InsurancesController,
    MinorsController,
    DutyController,
    LeavesController,
    IncidentsController,
  ],
})
export class MembersApiModule {}
