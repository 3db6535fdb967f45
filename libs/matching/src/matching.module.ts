import { Module } from '@nestjs/common';
import { MatchingService } from './matching.service.js';
import { ProposalViews } from './proposal-views.service.js';
import { ProposalsService } from './proposals.service.js';
import { ReplacementReadsService } from './replacement/replacement-reads.service.js';
import { ReplacementsService } from './replacement/replacements.service.js';
import { Solver, ThreadSolver } from './solver.js';
import { WeightsService } from './weights.service.js';

@Module({
  providers: [
    MatchingService,
    ProposalsService,
    ProposalViews,
    ReplacementsService,
    ReplacementReadsService,
    WeightsService,
    { provide: Solver, useClass: ThreadSolver },
  ],
  exports: [
    MatchingService,
    ProposalsService,
    ProposalViews,
    ReplacementsService,
    ReplacementReadsService,
    WeightsService,
  ],
})
export class MatchingModule {}
