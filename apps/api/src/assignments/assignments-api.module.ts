import { AssignmentsModule } from '#assignments';
import { Module } from '@nestjs/common';
import { AssignmentsController } from './assignments.controller.js';
import { SeatsController } from './seats.controller.js';
import { TimeEntriesController } from './time-entries.controller.js';

@Module({
  imports: [AssignmentsModule],
  controllers: [AssignmentsController, SeatsController, TimeEntriesController],
})
export class AssignmentsApiModule {}
