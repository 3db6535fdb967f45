import { FUNNEL_STAGES, type FunnelStage } from '#reporting';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsLocalDay, IsTruth, Optional } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

/** A figure that may be withheld. */
const Figure = (example: number, description?: string) =>
  ApiProperty({ type: Number, nullable: true, example, description });

export class StatisticsQueryDto {
  @ApiPropertyOptional({ example: '2026-09-01', description: 'Twelve weeks up to `to` when left out' })
  @Optional()
  @IsLocalDay()
  from?: string;
  @ApiPropertyOptional({
    example: '2026-11-24',
    description: 'Included; today when left out; at most 400 days',
  })
  @Optional()
  @IsLocalDay()
  to?: string;
  @ApiPropertyOptional({
    example: true,
    description: 'For readers outside the desk: figures of one to four people are withheld',
  })
  @Optional()
  @IsTruth()
  shared?: boolean;
}

class CellDto {
  @Figure(12, 'How many people the figures speak of; null: withheld')
  people!: number | null;
  @ApiProperty({ example: false, description: 'true: under five people, or it would give such a cell away' })
  withheld!: boolean;
}

class CountersDto {
  @Figure(14, 'Proposals')
  toApprove!: number | null;
  @Figure(3, 'Assignments a helper or a guardian has to answer')
  unanswered!: number | null;
  @Figure(41)
  openRequests!: number | null;
  @Figure(19.5, 'From the opening of a request until helper and family were agreed')
  medianHoursToMatch!: number | null;
  @Figure(33)
  matchedHouseholds!: number | null;
  @Figure(5_430)
  confirmedMinutes!: number | null;
  @Figure(21)
  confirmedHelpers!: number | null;
  @Figure(2, 'Helpers who gave 80 % of their weekly limits in four weeks, or left three asks unanswered')
  fatigueRisk!: number | null;
}

class UnmetCellDto extends CellDto {
  @ApiProperty({ example: 2, description: '1 Monday to 7 Sunday' })
  weekday!: number;
  @ApiProperty({ example: 16, description: 'Local hour in which the visits start' })
  hour!: number;
  @Figure(7)
  visits!: number | null;
  @Figure(8, 'Helpers that are missing')
  seats!: number | null;
}

class MunicipalityCellDto extends CellDto {
  @ApiProperty({ example: ID })
  municipalityId!: string;
  @ApiProperty({ example: 'Pavia' })
  name!: string;
  @ApiProperty({ type: Number, nullable: true, example: 71_000 })
  population!: number | null;
  @Figure(31)
  requests!: number | null;
  @Figure(120)
  visits!: number | null;
  @Figure(98)
  coveredVisits!: number | null;
  @Figure(0.41)
  householdsPerThousand!: number | null;
}

class StageCellDto extends CellDto {
  @ApiProperty({ enum: FUNNEL_STAGES, example: 'approved' })
  stage!: FunnelStage;
  @Figure(64, 'Requests that came at least this far')
  requests!: number | null;
}

class LossCellDto extends CellDto {
  @ApiProperty({ enum: FUNNEL_STAGES, example: 'approved', description: 'How far they came' })
  stage!: FunnelStage;
  @ApiProperty({ example: 'declined', description: 'The state of the request, proposal, assignment or seat' })
  cause!: string;
  @Figure(6)
  requests!: number | null;
}

class FunnelDto {
  @ApiProperty({ type: [StageCellDto] })
  stages!: StageCellDto[];
  @ApiProperty({ type: [LossCellDto] })
  losses!: LossCellDto[];
}

class WeekCellDto extends CellDto {
  @ApiProperty({ example: '2026-11-23' })
  monday!: string;
  @Figure(18)
  visits!: number | null;
  @Figure(600)
  volunteerMinutes!: number | null;
  @Figure(480)
  timebankMinutes!: number | null;
}

class MatchTimeCellDto extends CellDto {
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ example: 'homework' })
  categoryCode!: string;
  @Figure(22)
  requests!: number | null;
  @Figure(6.5)
  p25Hours!: number | null;
  @Figure(19)
  medianHours!: number | null;
  @Figure(70.2)
  p90Hours!: number | null;
}

class BalanceCellDto extends CellDto {
  @ApiProperty({ example: 0, description: 'From here to under here plus the step' })
  fromMinutes!: number;
  @Figure(25)
  accounts!: number | null;
}

class BalancesDto {
  @ApiProperty({ example: 300 })
  stepMinutes!: number;
  @ApiProperty({ type: [BalanceCellDto] })
  cells!: BalanceCellDto[];
  @ApiProperty({ example: -600 })
  floorMinutes!: number;
  @ApiProperty({ example: 6_000 })
  ceilingMinutes!: number;
  @Figure(1, 'Members who can give nothing more')
  atFloor!: number | null;
  @Figure(0, 'Earners who get no new proposals')
  atCeiling!: number | null;
  @ApiProperty({ example: 900 })
  poolMinutes!: number;
  @ApiProperty({ example: 120 })
  poolHeldMinutes!: number;
}

export class StatisticsDto {
  @ApiProperty({ example: '2026-09-02' })
  from!: string;
  @ApiProperty({ example: '2026-11-24' })
  to!: string;
  @ApiProperty({ example: false })
  shared!: boolean;
  @ApiProperty({ type: CountersDto })
  counters!: CountersDto;
  @ApiProperty({
    type: [UnmetCellDto],
    description: 'Visits that lack a helper; hours without any are left out',
  })
  unmetNeed!: UnmetCellDto[];
  @ApiProperty({ type: [MunicipalityCellDto] })
  municipalities!: MunicipalityCellDto[];
  @ApiProperty({ type: FunnelDto })
  funnel!: FunnelDto;
  @ApiProperty({ type: [WeekCellDto] })
  weeks!: WeekCellDto[];
  @ApiProperty({ type: [MatchTimeCellDto] })
  timeToMatch!: MatchTimeCellDto[];
  @ApiProperty({ type: BalancesDto, description: 'As they stand now' })
  balances!: BalancesDto;
}
