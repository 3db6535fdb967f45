import { Module } from '@nestjs/common';
import { AssignmentReadsService } from './assignment-reads.service.js';
import { AssignmentsService } from './assignments.service.js';
import { FirstVisitService } from './first-visit.service.js';
import { HoursService } from './hours.service.js';
import { NoShowsService } from './no-shows.service.js';
import { SeatReadsService } from './seat-reads.service.js';
import { SeatsService } from './seats.service.js';
import { TimeEntryReadsService } from './time-entry-reads.service.js';

const SERVICES = [
  AssignmentsService,
  AssignmentReadsService,
  SeatsService,
  SeatReadsService,
  TimeEntryReadsService,
  HoursService,
  NoShowsService,
  FirstVisitService,
];

@Module({ providers: SERVICES, exports: SERVICES })
export class AssignmentsModule {}
