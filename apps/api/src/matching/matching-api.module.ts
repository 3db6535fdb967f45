import { MatchingModule } from '#matching';
import { Module } from '@nestjs/common';
import { HelperReasonsController } from './helper-reasons.controller.js';
import { MatchingController } from './matching.controller.js';
import { ProposalsController } from './proposals.controller.js';
import { ReplacementsController } from './replacements.controller.js';
import { UnmatchedController } from './unmatched.controller.js';
import { WhatIfController } from './what-if.controller.js';

@Module({
  imports: [MatchingModule],
  controllers: [
    HelperReasonsController,
    MatchingController,
    ProposalsController,
    ReplacementsController,
    UnmatchedController,
    WhatIfController,
  ],
})
export class MatchingApiModule {}
