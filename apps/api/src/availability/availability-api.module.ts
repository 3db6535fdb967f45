import { AvailabilityModule } from '#availability';
import { Module } from '@nestjs/common';
import { HelpersController } from './helpers.controller.js';
import { OffersController } from './offers.controller.js';

@Module({ imports: [AvailabilityModule], controllers: [HelpersController, OffersController] })
export class AvailabilityApiModule {}
