import { Module } from '@nestjs/common';
import { HelperReasonsService } from './helper-reasons.service.js';
import { MatchingService } from './matching.service.js';
import { ProposalViews } from './proposal-views.service.js';
import { ProposalsService } from './proposals.service.js';
import { ReplacementReadsService } from './replacement/replacement-reads.service.js';
import { ReplacementsService } from './replacement/replacements.service.js';
import { ReplayService } from './replay.service.js';
import { Planner } from './planner.js';
import { Solver, ThreadSolver } from './solver.js';
import { ThreadPlanner } from './thread-planner.js';
import { UnmatchedViews } from './unmatched-views.service.js';
import { WeightsService } from './weights.service.js';
import { WhatIfService } from './what-if.service.js';

@Module({
  providers: [
    HelperReasonsService,
    MatchingService,
    ProposalsService,
    ProposalViews,
    ReplacementsService,
    ReplacementReadsService,
    ReplayService,
    UnmatchedViews,
    WeightsService,
    WhatIfService,
    { provide: Solver, useClass: ThreadSolver },
    { provide: Planner, useClass: ThreadPlanner },
  ],
  exports: [
    HelperReasonsService,
    MatchingService,
    ProposalsService,
    ProposalViews,
    ReplacementsService,
    ReplacementReadsService,
    ReplayService,
    UnmatchedViews,
    WeightsService,
    WhatIfService,
  ],
})
export class MatchingModule {}
