import { ReportingModule } from '#reporting';
import { Module } from '@nestjs/common';
import { QueueController } from './queue.controller.js';
import { StatisticsController } from './statistics.controller.js';

@Module({ imports: [ReportingModule], controllers: [QueueController, StatisticsController] })
export class ReportingApiModule {}
