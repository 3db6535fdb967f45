import { replacementAskMachine, type ReplacementAskState } from '#matching';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AT = '2026-11-24T15:00:00.000Z';

export class ReplacementAskQueryDto extends PageQuery {
  @ApiPropertyOptional({ enum: replacementAskMachine.states, example: 'asked' })
  @Optional()
  @IsIn(replacementAskMachine.states)
  state?: ReplacementAskState;
  @ApiPropertyOptional({ example: ID, description: 'The seat that seeks a replacement' })
  @Optional()
  @IsUUID()
  seatId?: string;
}

export class ReplacementAskDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  seatId!: string;
  @ApiProperty({ example: ID })
  visitId!: string;
  @ApiProperty({ example: ID })
  householdId!: string;
  @ApiProperty({ example: ID })
  helperId!: string;
  @ApiProperty({ enum: replacementAskMachine.states, example: 'asked' })
  state!: ReplacementAskState;
  @ApiProperty({
    example: 1,
    description: 'Three are asked in the first wave, six in the second, twelve in the third',
  })
  wave!: number;
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'volunteer' })
  regime!: string;
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ example: ID })
  fromZoneId!: string;
  @ApiProperty({ example: ID })
  toZoneId!: string;
  @ApiProperty({ type: [String], example: ['6-10'] })
  ageBands!: readonly string[];
  @ApiProperty({ example: AT })
  startsAt!: Date;
  @ApiProperty({ example: AT })
  endsAt!: Date;
  @ApiProperty({ example: AT })
  askedAt!: Date;
  @ApiProperty({ type: Date, nullable: true, example: null })
  answeredAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  assignmentId!: string | null;
  @ApiProperty({ example: 1 })
  version!: number;
}
export const ReplacementAskPageDto = pageOf(ReplacementAskDto);
