import { MatchingModule } from '#matching';
import { Module } from '@nestjs/common';
import { MatchingController } from './matching.controller.js';
import { ProposalsController } from './proposals.controller.js';

@Module({ imports: [MatchingModule], controllers: [MatchingController, ProposalsController] })
export class MatchingApiModule {}
