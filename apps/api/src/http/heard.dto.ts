import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsUUID, Matches, Max, Min } from 'class-validator';
import { Optional } from './fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const BY_COORDINATOR = 'For a coordinator, who must name it';

/** Every action may name the version it saw; 412 when somebody was quicker. */
export class ActionDto {
  @ApiPropertyOptional({ example: 1, description: 'The version you saw' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version?: number;
}

/** How one talked, where a coordinator writes down what they heard. */
export const HeardBy =
  <Channel extends string>(channels: readonly Channel[], description: string): PropertyDecorator =>
  (target, property) => {
    ApiPropertyOptional({ enum: [...channels], example: 'phone', description })(target, property);
    Optional()(target, property);
    IsIn(channels)(target, property);
  };

export const SpokenLanguage =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiPropertyOptional({ example: 'ar', description })(target, property);
    Optional()(target, property);
    Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})?$/, {
      message: 'spokenLanguage must be a language code like ar',
    })(target, property);
  };

/** Nobody's data is taken down who was not told what for. */
export const NoticeRead =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiPropertyOptional({ example: true, description })(target, property);
    Optional()(target, property);
    IsBoolean()(target, property);
  };

/** An answer that a coordinator may have heard from the helper. */
export class HeardDto extends ActionDto {
  @HeardBy(['phone', 'desk'], `${BY_COORDINATOR}: how they heard it`)
  channel?: 'phone' | 'desk';
  @SpokenLanguage(`${BY_COORDINATOR}: the language they spoke`)
  spokenLanguage?: string;
}

/** An answer that a coordinator may have heard from a guardian. */
export class HeardFromFamilyDto extends HeardDto {
  @ApiPropertyOptional({
    example: ID,
    description: 'For a coordinator: which guardian answered; who asked for the help when left out',
  })
  @Optional()
  @IsUUID()
  guardianId?: string;
}

/** Hours, which either side says. */
export class SpokenHoursDto extends HeardFromFamilyDto {
  @ApiPropertyOptional({
    enum: ['helper', 'family'],
    example: 'family',
    description: `${BY_COORDINATOR}: the side they speak for`,
  })
  @Optional()
  @IsIn(['helper', 'family'])
  onBehalfOf?: 'helper' | 'family';
}

/** How an answer was heard, and from whom, as the domain takes it; the rest of the body is the answer. */
export function heardOf(body?: Pick<HeardFromFamilyDto, 'channel' | 'spokenLanguage' | 'guardianId'>) {
  return { channel: body?.channel, spokenLanguage: body?.spokenLanguage, guardianId: body?.guardianId };
}
