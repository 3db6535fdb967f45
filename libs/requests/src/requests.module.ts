import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RequestCasesService } from './request-cases.service.js';
import { RequestStepsService } from './request-steps.service.js';
import { RequestEntity } from './request.entity.js';
import { RequestsService } from './requests.service.js';
import { SeriesService } from './series.service.js';
import { SessionsService } from './sessions.service.js';
import { VisitsService } from './visits.service.js';

const SERVICES = [
  RequestsService,
  RequestStepsService,
  RequestCasesService,
  VisitsService,
  SeriesService,
  SessionsService,
];

/** The room of requests and their visits. */
@Module({ imports: [TypeOrmModule.forFeature([RequestEntity])], providers: SERVICES, exports: SERVICES })
export class RequestsModule {}
