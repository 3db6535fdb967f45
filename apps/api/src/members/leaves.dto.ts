import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class NewLeaveDto {
  @ApiPropertyOptional({
    example: ID,
    description: 'Oneself when left out; an administrator enters another coordinator’s',
  })
  @Optional()
  @IsUUID()
  coordinatorId?: string;
  @ApiProperty({ example: ID, description: 'An active coordinator of the same organisation, or of none' })
  @IsUUID()
  coverId!: string;
  @ApiProperty({ example: '2027-08-02' })
  @IsLocalDay()
  firstDay!: string;
  @ApiProperty({ example: '2027-08-20', description: 'The last day away' })
  @IsLocalDay()
  lastDay!: string;
}

export class LeaveDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  coordinatorId!: string;
  @ApiProperty({ example: ID })
  coverId!: string;
  @ApiProperty({ example: '2027-08-02' })
  firstDay!: string;
  @ApiProperty({ example: '2027-08-20' })
  lastDay!: string;
}
export const LeavePageDto = pageOf(LeaveDto);
