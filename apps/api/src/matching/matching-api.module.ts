import { MatchingModule } from '#matching';
import { Module } from '@nestjs/common';
import { MatchingController } from './matching.controller.js';
import { ProposalsController } from './proposals.controller.js';
<<<<<<< HEAD
import { ReplacementsController } from './replacements.controller.js';

@Module({
  imports: [MatchingModule],
  controllers: [MatchingController, ProposalsController, ReplacementsController],
=======
import { UnmatchedController } from './unmatched.controller.js';
import { WhatIfController } from './what-if.controller.js';

@Module({
  imports: [MatchingModule],
  controllers: [MatchingController, ProposalsController, UnmatchedController, WhatIfController],
>>>>>>> main
})
export class MatchingApiModule {}
