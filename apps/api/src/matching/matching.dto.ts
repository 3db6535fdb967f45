import { HARD_RULES, OVERRIDABLE, WEIGHT_NAMES, type HardRule } from '#matching';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
} from 'class-validator';
import { IsLine } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';
const STATES = ['proposed', 'approved', 'rejected', 'superseded', 'withdrawn', 'expired'];

export class ProposalQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES, default: 'proposed', example: 'proposed' })
  @IsOptional()
  @IsIn(STATES)
  state?: string;

  @ApiPropertyOptional({ example: ID })
  @IsOptional()
  @IsUUID()
  requestId?: string;
}

export class ApproveDto {
  @ApiPropertyOptional({
    example: 'She said on the phone that she wants more visits',
    maxLength: 300,
    description:
      'Why this helper is asked although they were asked enough today or this week; it stays visible',
  })
  @IsOptional()
  @IsLine(300)
  overrideReason?: string;
}

export class RejectDto {
  @ApiProperty({ example: 'The family knows another volunteer', maxLength: 300 })
  @IsString()
  @Length(1, 300)
  reason!: string;
}

export class CreateProposalDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  requestId!: string;

  @ApiProperty({ example: ID })
  @IsUUID()
  helperId!: string;

  @ApiPropertyOptional({
    type: [String],
    example: [],
    description: 'All open visits of the request when absent',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(400)
  @IsUUID(undefined, { each: true })
  visitIds?: string[];

  @ApiPropertyOptional({
    type: [String],
    enum: OVERRIDABLE,
    example: ['reach'],
    description: `Of the hard rules (${HARD_RULES.join(', ')}) only these can be set aside`,
  })
  @IsOptional()
  @IsArray()
  @IsIn(OVERRIDABLE as HardRule[], { each: true })
  overrideRules?: HardRule[];

  @ApiPropertyOptional({ example: 'She passes there anyway on Tuesdays', maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;

  @ApiPropertyOptional({
    example: true,
    description: 'The helper said yes to a time outside their availability',
  })
  @IsOptional()
  @IsBoolean()
  helperAgreed?: boolean;
}

export class WeightsDto {
  @ApiProperty({ example: 10_000 }) @IsInt() @Min(0) @Max(1_000_000) serve!: number;
  @ApiProperty({ example: 300 }) @IsInt() @Min(0) @Max(1_000_000) continuity!: number;
  @ApiProperty({ example: 200 }) @IsInt() @Min(0) @Max(1_000_000) travel!: number;
  @ApiProperty({ example: 150 }) @IsInt() @Min(0) @Max(1_000_000) skill!: number;
  @ApiProperty({ example: 60 }) @IsInt() @Min(0) @Max(1_000_000) language!: number;
  @ApiProperty({ example: 100 }) @IsInt() @Min(0) @Max(1_000_000) waiting!: number;
  @ApiProperty({ example: 120 }) @IsInt() @Min(0) @Max(1_000_000) urgency!: number;
  @ApiProperty({ example: 150 }) @IsInt() @Min(0) @Max(1_000_000) fairness!: number;
  @ApiProperty({ example: 60 }) @IsInt() @Min(0) @Max(1_000_000) reciprocity!: number;
  @ApiProperty({ example: 120 }) @IsInt() @Min(0) @Max(1_000_000) preference!: number;
  @ApiProperty({ example: 15 }) @IsInt() @Min(0) @Max(1_000_000) stability!: number;
}

export class VersionedWeightsDto {
  @ApiProperty({ example: 3 })
  version!: number;
  @ApiProperty({ type: WeightsDto, description: `The most each term can give: ${WEIGHT_NAMES.join(', ')}` })
  weights!: WeightsDto;
}

export class ProposalDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'proposed', enum: STATES }) state!: string;
  @ApiProperty({ example: ID }) requestId!: string;
  @ApiProperty({ example: ID }) helperId!: string;
  @ApiProperty({ example: 'Sara' }) helperGivenName!: string;
  @ApiProperty({ example: 'homework-help' }) categoryCode!: string;
  @ApiProperty({ example: 'Pavia' }) municipality!: string;
  @ApiProperty({ example: 'Centro' }) zone!: string;
  @ApiProperty({ example: 'volunteer', enum: ['volunteer', 'timebank'] }) regime!: string;
  @ApiProperty({ example: 640, description: 'Points of fit, without the constant for serving at all' })
  score!: number;
  @ApiProperty({ example: 'normal' }) urgency!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) firstStartsAt!: Date;
  @ApiProperty({ example: 12 }) visits!: number;
  @ApiProperty({ example: true, description: 'These two have not met yet: a guardian will be asked' })
  firstTogether!: boolean;
  @ApiProperty({ type: [String], example: [] }) overrideRules!: readonly string[];
  @ApiProperty({ example: null, nullable: true, type: String }) overrideReason!: string | null;
  @ApiProperty({
    example: null,
    nullable: true,
    type: Date,
    description: 'When the helper’s yes to an override of their time was recorded',
  })
  helperAgreedAt!: Date | null;
  @ApiProperty({ example: '2026-12-01T15:00:00.000Z' }) expiresAt!: Date;
  @ApiProperty({ example: 1 }) version!: number;
}

export class ProposalPageDto {
  @ApiProperty({ type: [ProposalDto] }) items!: ProposalDto[];
  @ApiProperty({ example: null, nullable: true, type: String }) nextCursor!: string | null;
}

export class ProposalDetailDto extends ProposalDto {
  @ApiProperty({ example: ID, nullable: true, type: String }) runId!: string | null;
  @ApiProperty({ example: 1 }) weightsVersion!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'The score term by term, the checks passed, how many families compete for these hours, and the next-best five: ' +
      'what they lack and what choosing them would cost the plan. Each part has a message id, its values and the sentence ' +
      'in the wanted language; none names a person.',
    example: {
      terms: [
        {
          term: 'travel',
          points: 160,
          most: 200,
          id: 'term-travel',
          values: { minutes: 9, mostMinutes: 45 },
          sentence: '9 minutes by road, of 45 at most.',
        },
      ],
      checks: [
        {
          check: 'credentials',
          id: 'check-credentials',
          values: { required: 2, missing: 0, until: '2027-03-12' },
          sentence: 'Required checks: 2, all valid until 12 March 2027 or longer.',
        },
      ],
      scarcity: {
        level: 'contested',
        id: 'scarcity-contested',
        values: { helpers: 3, families: 4, waiting: 2, points: 10_120, price: 0 },
        sentence: 'Many families compete for these hours: …',
      },
      nextBest: [
        {
          helperId: ID,
          score: 10_300,
          fewer: 40,
          why: 'lower-score',
          lower: [{ term: 'travel', fewer: 40 }],
          cost: { atLeast: 37, about: 37, atMost: 37, visits: 0 },
          says: [
            {
              id: 'cost-exact',
              values: { points: 37, least: 37, most: 37, visits: 0 },
              sentence: 'Choosing this person costs the plan 37 points.',
            },
          ],
        },
      ],
    },
  })
  explanation!: object;
  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    example: [
      {
        visitId: ID,
        startsAt: '2026-11-24T15:00:00.000Z',
        endsAt: '2026-11-24T17:00:00.000Z',
        score: 10_640,
        travelMinutes: 9,
      },
    ],
  })
  dates!: readonly object[];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { [ID]: 'Amina' } })
  names!: Readonly<Record<string, string>>;
}

export class ApprovedDto {
  @ApiProperty({ example: ID }) assignmentId!: string;
}

export class CreatedDto {
  @ApiProperty({ example: ID }) id!: string;
}

export class AskedDto {
  @ApiProperty({ example: true, description: 'A run will follow; GET /v1/matching-runs shows it' })
  asked!: boolean;
}
