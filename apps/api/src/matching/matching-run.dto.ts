import { ApiProperty } from '@nestjs/swagger';

const ID = '0199a1b2-0000-7000-8000-000000000001';

export class MatchingRunDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'event', enum: ['event', 'nightly', 'manual', 'what-if'] }) cause!: string;
  @ApiProperty({
    example: 'incremental',
    enum: ['full', 'incremental'],
    description: 'Everything anew, or the neighbourhood of what changed',
  })
  scope!: string;
  @ApiProperty({
    example: ID,
    nullable: true,
    type: String,
    description: 'The full run that an incremental one planned on from',
  })
  baseRunId!: string | null;
  @ApiProperty({ example: 'done', enum: ['running', 'done', 'failed'] }) state!: string;
  @ApiProperty({
    example: 'end',
    description: 'load, candidates, a stage of the engine, write or end: the last one that is over, or begun',
  })
  stage!: string;
  @ApiProperty({ example: 1, description: 'How much of the run is over, 0 to 1' }) fraction!: number;
  @ApiProperty({ example: 'standard' }) effort!: string;
  @ApiProperty({ example: 'optimal', nullable: true, type: String }) status!: string | null;
  @ApiProperty({ example: 2_310_450, nullable: true, type: Number }) objective!: number | null;
  @ApiProperty({ example: 2_310_502, nullable: true, type: Number, description: 'No plan scores more' })
  bound!: number | null;
  @ApiProperty({
    example: 0.0000225,
    nullable: true,
    type: Number,
    description: '(bound - objective) / bound',
  })
  gap!: number | null;
  @ApiProperty({
    example: 0.0001,
    description:
      'How far the incremental runs since the full one may together lie below their best, in parts of the plan',
  })
  drift!: number;
  @ApiProperty({ example: 1 }) weightsVersion!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    example: {
      proposed: 210,
      kept: 0,
      superseded: 0,
      unmatched: 41,
      loadMs: 120,
      candidatesMs: 60,
      solveMs: 300,
      writeMs: 90,
    },
  })
  counts!: Record<string, number>;
  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    example: [{ name: 'greedy', objective: 2_300_000, bound: null, ms: 3 }],
  })
  stages!: unknown[];
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) startedAt!: Date;
  @ApiProperty({ example: '2026-11-24T15:00:01.000Z', nullable: true, type: Date }) finishedAt!: Date | null;
  @ApiProperty({ example: true, description: 'Whether what it saw is still kept' }) replayable!: boolean;
}

export class ProposalChangeDto {
  @ApiProperty({ example: 'proposed', enum: ['proposed', 'superseded'] }) change!: string;
  @ApiProperty({ example: ID }) proposalId!: string;
  @ApiProperty({ example: ID }) requestId!: string;
  @ApiProperty({ example: ID }) helperId!: string;
}

export class MatchingRunDetailDto extends MatchingRunDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    nullable: true,
    example: { serve: 10_000, continuity: 300 },
  })
  weights!: Record<string, number> | null;
  @ApiProperty({ type: [ProposalChangeDto], description: 'At most 1,000; the counts tell of all' })
  changes!: readonly ProposalChangeDto[];
}

export class ReplayDto {
  @ApiProperty({ example: ID }) runId!: string;
  @ApiProperty({ example: true, description: "Whether the engine gave the run's own answers again" })
  equal!: boolean;
  @ApiProperty({ example: 3, description: 'Questions the run asked the engine' }) steps!: number;
  @ApiProperty({ example: 0, description: 'Pairs given now and not then, or then and not now' })
  differentPairs!: number;
  @ApiProperty({ example: 2_310_450 }) objective!: number;
}

export class MatchingRunPageDto {
  @ApiProperty({ type: [MatchingRunDto] }) items!: MatchingRunDto[];
  @ApiProperty({ example: null, nullable: true, type: String }) nextCursor!: string | null;
}
