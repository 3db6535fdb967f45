import { CommunitiesModule } from '#communities';
import { Module } from '@nestjs/common';
import { CategoriesController } from './categories.controller.js';
import { CommunityController } from './community.controller.js';
import { PlacesController } from './places.controller.js';

@Module({
  imports: [CommunitiesModule],
  controllers: [CommunityController, PlacesController, CategoriesController],
})
export class CommunityApiModule {}
