import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { IsLine, IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class NewInsuranceDto {
  @ApiPropertyOptional({ example: ID, description: 'The community’s own when left out' })
  @Optional()
  @IsUUID()
  organisationId?: string;

  @ApiProperty({ example: 'Assicurazioni Esempio' })
  @IsLine(200)
  insurer!: string;

  @ApiPropertyOptional({ example: 'RCT 2026/1234', description: 'How the insurer calls the contract' })
  @Optional()
  @IsLine(100)
  contract?: string;

  @ApiProperty({ example: '2026-01-01' })
  @IsLocalDay()
  firstDay!: string;

  @ApiPropertyOptional({ example: '2027-12-31', description: 'Until it is ended when left out' })
  @Optional()
  @IsLocalDay()
  lastDay?: string;
}

export class InsuranceEndDto {
  @ApiProperty({ example: '2027-12-31', description: 'The last day it covers' })
  @IsLocalDay()
  lastDay!: string;
}

export class InsuranceDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'uuid' })
  organisationId!: string | null;
  @ApiProperty({ example: 'Assicurazioni Esempio' }) insurer!: string;
  @ApiProperty({ example: 'RCT 2026/1234', nullable: true, type: String }) contract!: string | null;
  @ApiProperty({ example: '2026-01-01' }) firstDay!: string;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'date' }) lastDay!: string | null;
}

export const InsurancePageDto = pageOf(InsuranceDto);
