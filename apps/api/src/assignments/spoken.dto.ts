import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsUUID, Matches, Max, Min } from 'class-validator';
import { Optional } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

/** Every action may name the version it saw; 412 when somebody was quicker. */
export class ActionDto {
  @ApiPropertyOptional({ example: 1, description: 'The version you saw' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version?: number;
}

const SpokenLanguage = (): PropertyDecorator => (target, property) => {
  ApiPropertyOptional({
    example: 'ar',
    description: 'For a coordinator, who must name it: the language they spoke',
  })(target, property);
  Optional()(target, property);
  Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})?$/, {
    message: 'spokenLanguage must be a language code like ar',
  })(target, property);
};

/** An answer that a coordinator may have heard from the helper. */
export class HeardDto extends ActionDto {
  @ApiPropertyOptional({
    enum: ['phone', 'desk'],
    example: 'phone',
    description: 'For a coordinator, who must name it: how they heard it',
  })
  @Optional()
  @IsIn(['phone', 'desk'])
  channel?: 'phone' | 'desk';
  @SpokenLanguage()
  spokenLanguage?: string;
}

const GUARDIAN = 'For a coordinator: which guardian answered; who asked for the help when left out';

export class ConsentDto extends ActionDto {
  @ApiPropertyOptional({
    enum: ['web', 'phone', 'desk'],
    example: 'phone',
    description: 'A coordinator says how they heard it',
  })
  @Optional()
  @IsIn(['web', 'phone', 'desk'])
  channel?: 'web' | 'phone' | 'desk';
  @SpokenLanguage()
  spokenLanguage?: string;
  @ApiPropertyOptional({ example: ID, description: GUARDIAN })
  @Optional()
  @IsUUID()
  guardianId?: string;
}

/** An answer that a coordinator may have heard from a guardian. */
export class HeardFromFamilyDto extends HeardDto {
  @ApiPropertyOptional({ example: ID, description: GUARDIAN })
  @Optional()
  @IsUUID()
  guardianId?: string;
}

export class SpokenHoursDto extends HeardFromFamilyDto {
  @ApiPropertyOptional({
    enum: ['helper', 'family'],
    example: 'family',
    description: 'For a coordinator, who must name it: the side they speak for',
  })
  @Optional()
  @IsIn(['helper', 'family'])
  onBehalfOf?: 'helper' | 'family';
}

/** How an answer was heard, and from whom, as the domain takes it; the rest of the body is the answer. */
export function heardOf<Channel extends string>(body?: {
  readonly channel?: Channel;
  readonly spokenLanguage?: string;
  readonly guardianId?: string;
}) {
  return { channel: body?.channel, spokenLanguage: body?.spokenLanguage, guardianId: body?.guardianId };
}
