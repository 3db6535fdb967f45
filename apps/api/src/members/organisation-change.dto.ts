import { ApiProperty } from '@nestjs/swagger';
import { IsUUID, ValidateIf } from 'class-validator';
import { IsLine } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

export class OrganisationChangeDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: ID,
    description: 'null: of no organisation, the community’s own',
  })
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  organisationId!: string | null;
  @ApiProperty({ example: 'They give time with the parish now' })
  @IsLine(300)
  reason!: string;
}
