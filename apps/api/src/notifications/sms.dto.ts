import { REPLY_OUTCOMES, type ReplyOutcome } from '#notifications';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';

export class InboundSmsDto {
  @ApiProperty({ example: 'gw-8812', description: 'The gateway’s id of the message' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  id!: string;

  @ApiProperty({ example: '+393331234567' })
  @Matches(/^(\+|00)?[1-9]\d{6,14}$/, { message: 'from must be a telephone number with its country code' })
  from!: string;

  @ApiProperty({ example: '1' })
  @IsString()
  @MaxLength(2_000)
  text!: string;
}

export class InboundSmsOutcomeDto {
  @ApiProperty({
    example: 'applied',
    enum: REPLY_OUTCOMES,
    description:
      'applied: something changed; noted: it was known; called, several: a coordinator calls back; late, unclear: nothing changed, the sender is told; unknown: nobody was asked at this number; repeated: it had come before',
  })
  outcome!: ReplyOutcome;
}
