import { ReportingModule } from '#reporting';
import { Module } from '@nestjs/common';
import { QueueController } from './queue.controller.js';

@Module({ imports: [ReportingModule], controllers: [QueueController] })
export class ReportingApiModule {}
