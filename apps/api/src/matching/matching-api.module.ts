import { MatchingModule } from '#matching';
import { Module } from '@nestjs/common';
import { MatchingController } from './matching.controller.js';
import { ProposalsController } from './proposals.controller.js';
import { ReplacementsController } from './replacements.controller.js';

@Module({
  imports: [MatchingModule],
  controllers: [MatchingController, ProposalsController, ReplacementsController],
})
export class MatchingApiModule {}
