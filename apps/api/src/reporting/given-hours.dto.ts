import { seatMachine, type SeatState } from '#assignments';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsLanguage, IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class GivenHoursQueryDto extends PageQuery {
  @ApiPropertyOptional({ example: '2026-11-01', description: 'Included; from the first visit when left out' })
  @Optional()
  @IsLocalDay()
  from?: string;
  @ApiPropertyOptional({ example: '2026-11-30', description: 'Included; up to the last visit when left out' })
  @Optional()
  @IsLocalDay()
  to?: string;
}

export class CertificateQueryDto {
  @ApiPropertyOptional({ example: '2026-01-01', description: 'Included; from the first visit when left out' })
  @Optional()
  @IsLocalDay()
  from?: string;
  @ApiPropertyOptional({ example: '2026-12-31', description: 'Included; up to today when left out' })
  @Optional()
  @IsLocalDay()
  to?: string;
  @ApiPropertyOptional({ example: 'it', description: 'Of the words; the member’s own when left out' })
  @Optional()
  @IsLanguage()
  language?: string;
}

class GivenVisitDto {
  @ApiProperty({ example: ID, description: 'Of the seat' })
  id!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  startsAt!: Date;
  @ApiProperty({ example: '2026-11-24T16:30:00.000Z' })
  endsAt!: Date;
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'volunteer' })
  regime!: 'volunteer' | 'timebank';
  @ApiProperty({ enum: seatMachine.states, example: 'counted' })
  state!: SeatState;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 90,
    description: 'As agreed, or as declared so far; null where nothing is declared',
  })
  minutes!: number | null;
}

export class GivenHoursDto extends pageOf(GivenVisitDto) {
  @ApiProperty({ example: 450, description: 'Of the whole period; time in one session once' })
  confirmedMinutes!: number;
  @ApiProperty({ example: 90, description: 'Declared in the period, not confirmed or settled yet' })
  awaitedMinutes!: number;
  @ApiProperty({ example: 60, description: 'Given in direct swaps in the period that both confirmed' })
  swappedMinutes!: number;
}
