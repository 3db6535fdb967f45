import { ReportingModule } from '#reporting';
import { Module } from '@nestjs/common';
import { GivenHoursController } from './given-hours.controller.js';
import { QueueController } from './queue.controller.js';
import { StatisticsController } from './statistics.controller.js';

@Module({
  imports: [ReportingModule],
  controllers: [QueueController, GivenHoursController, StatisticsController],
})
export class ReportingApiModule {}
