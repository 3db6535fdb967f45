import { REFERRAL_SCOPES, referralMachine, type ReferralScope, type ReferralState } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { IsLine, IsLocalDay, IsText, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class ReferralQueryDto extends PageQuery {
  @ApiPropertyOptional({ enum: referralMachine.states, example: 'asked' })
  @Optional()
  @IsIn(referralMachine.states)
  state?: ReferralState;
}

export class NewReferralDto {
  @ApiPropertyOptional({ example: ID, description: 'Either a member or a household' })
  @Optional()
  @IsUUID()
  memberId?: string;
  @ApiPropertyOptional({ example: ID, description: 'With its adults' })
  @Optional()
  @IsUUID()
  householdId?: string;
  @ApiProperty({ example: ID })
  @IsUUID()
  toOrganisationId!: string;
  @ApiProperty({ example: 'Trovare chi accompagna a scuola', maxLength: 300 })
  @IsLine(300)
  purpose!: string;
  @ApiProperty({
    enum: REFERRAL_SCOPES,
    example: 'case',
    description: 'read: who they are and how to reach them; case: work for them as their own desk does',
  })
  @IsIn(REFERRAL_SCOPES)
  scope!: ReferralScope;
  @ApiProperty({ example: '2026-12-31', description: 'The last day, at most 400 days ahead' })
  @IsLocalDay()
  until!: string;
}

export class ReferralReasonDto {
  @ApiPropertyOptional({ example: 'Al completo', maxLength: 300 })
  @Optional()
  @IsText(300)
  reason?: string;
}

export class ReferralDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ type: String, nullable: true, example: null })
  memberId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: ID })
  householdId!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Marta',
    description: 'The member’s, or a guardian’s',
  })
  givenName!: string | null;
  @ApiProperty({ example: ID })
  fromOrganisationId!: string;
  @ApiProperty({ example: ID })
  toOrganisationId!: string;
  @ApiProperty({ example: 'Trovare chi accompagna a scuola' })
  purpose!: string;
  @ApiProperty({ enum: REFERRAL_SCOPES, example: 'case' })
  scope!: ReferralScope;
  @ApiProperty({ enum: referralMachine.states, example: 'asked' })
  state!: ReferralState;
  @ApiProperty({ example: '2026-12-31T23:00:00.000Z' })
  endsAt!: Date;
  @ApiProperty({ example: ID })
  createdBy!: string;
  @ApiProperty({ example: 1 })
  version!: number;
}
export const ReferralPageDto = pageOf(ReferralDto);
