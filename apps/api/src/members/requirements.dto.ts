import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';
import { AreParts, IsLocalDay, IsText, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class NewExemptionDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  credentialTypeId!: string;

  @ApiPropertyOptional({
    example: null,
    nullable: true,
    type: String,
    description: 'In every category when null',
  })
  @IsOptional()
  @IsUUID()
  categoryId?: string | null;

  @ApiProperty({ example: 'Teaches at the primary school, which checked it', maxLength: 300 })
  @IsText(300)
  reason!: string;

  @ApiProperty({ example: '2026-12-01' })
  @IsLocalDay()
  validFrom!: string;

  @ApiProperty({ example: '2027-06-30', description: 'The last day; within 366 days' })
  @IsLocalDay()
  validUntil!: string;
}

export class ExemptionDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: ID }) memberId!: string;
  @ApiProperty({ example: ID }) credentialTypeId!: string;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'uuid' }) categoryId!: string | null;
  @ApiProperty({ example: 'Teaches at the primary school, which checked it' }) reason!: string;
  @ApiProperty({ example: ID }) grantedBy!: string;
  @ApiProperty({ example: '2026-12-01' }) validFrom!: string;
  @ApiProperty({ example: '2027-06-30' }) validUntil!: string;
  @ApiProperty({ example: null, nullable: true, type: Date }) revokedAt!: Date | null;
}

class HouseholdDemandDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  credentialTypeId!: string;

  @ApiPropertyOptional({
    example: null,
    nullable: true,
    type: String,
    format: 'date',
    description: 'For good when null',
  })
  @IsOptional()
  @IsLocalDay()
  validUntil!: string | null;
}

export class HouseholdDemandsDto {
  @ApiProperty({ type: [HouseholdDemandDto], description: 'All of them; those not named end' })
  @IsArray()
  @ArrayMaxSize(20)
  @AreParts(() => HouseholdDemandDto)
  requirements!: HouseholdDemandDto[];
}

class HouseholdRequirementDto extends HouseholdDemandDto {
  @ApiProperty({ example: '2026-12-01' }) validFrom!: string;
}

export class HouseholdRequirementsDto {
  @ApiProperty({ type: [HouseholdRequirementDto] }) items!: readonly HouseholdRequirementDto[];
  @ApiProperty({ example: 3, description: 'Of the household' }) version!: number;
}

export const ExemptionPageDto = pageOf(ExemptionDto);
