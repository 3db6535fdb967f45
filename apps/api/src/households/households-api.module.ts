import { MembersModule } from '#members';
import { Module } from '@nestjs/common';
import { DependantsController } from './dependants.controller.js';
import { HouseholdsController } from './households.controller.js';

@Module({ imports: [MembersModule], controllers: [HouseholdsController, DependantsController] })
export class HouseholdsApiModule {}
