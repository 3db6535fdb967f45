import { Module } from '@nestjs/common';
import { QueueService } from './queue.service.js';
import { StatisticsService } from './statistics.service.js';

const SERVICES = [QueueService, StatisticsService];

/** The room of the desk's queue and the community's figures. */
@Module({ providers: SERVICES, exports: SERVICES })
export class ReportingModule {}
