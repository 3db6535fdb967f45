import { RequestsModule } from '#requests';
import { Module } from '@nestjs/common';
import { VisitsController } from './visits.controller.js';

@Module({ imports: [RequestsModule], controllers: [VisitsController] })
export class VisitsApiModule {}
