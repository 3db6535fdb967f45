import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { IsLine, Optional, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const KINDS = ['organisation', 'group'] as const;

export class SharedAccountDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ enum: KINDS, example: 'group' })
  kind!: (typeof KINDS)[number];
  @ApiProperty({ type: String, nullable: true, example: ID })
  organisationId!: string | null;
  @ApiProperty({ example: 'Nonni di quartiere' })
  name!: string;
  @ApiProperty({ example: false, description: 'I lead it, and read its statement' })
  led!: boolean;
  @ApiProperty({ example: false, description: 'It pays members and requests when I say so' })
  pays!: boolean;
}
export const SharedAccountPageDto = pageOf(SharedAccountDto);

export class NewSharedAccountDto {
  @ApiProperty({ enum: KINDS, example: 'group' })
  @IsIn(KINDS)
  kind!: (typeof KINDS)[number];
  @ApiPropertyOptional({ example: ID, description: 'Whose account it is; a group may belong to none' })
  @Optional()
  @IsUUID()
  organisationId?: string;
  @ApiPropertyOptional({ example: 'Nonni di quartiere', description: 'A group’s, once in the community' })
  @Optional()
  @IsLine(120)
  name?: string;
}
