import { CommunitiesModule } from '#communities';
import { Module } from '@nestjs/common';
import { CategoriesController } from './categories.controller.js';
import { CommunityController } from './community.controller.js';
import { PlaceEditsController } from './place-edits.controller.js';
import { PlacesController } from './places.controller.js';

@Module({
  imports: [CommunitiesModule],
  controllers: [CommunityController, PlacesController, PlaceEditsController, CategoriesController],
})
export class CommunityApiModule {}
