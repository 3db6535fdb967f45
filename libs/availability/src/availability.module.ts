import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HelperProfileEntity } from './helper-profile.entity.js';
import { HelpersService } from './helpers.service.js';
import { OfferEntity } from './offer.entity.js';
import { OffersService } from './offers.service.js';

const SERVICES = [HelpersService, OffersService];

/** The room of offers and free time. */
@Module({
  imports: [TypeOrmModule.forFeature([HelperProfileEntity, OfferEntity])],
  providers: SERVICES,
  exports: SERVICES,
})
export class AvailabilityModule {}
