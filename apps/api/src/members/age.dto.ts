import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IsLocalDay, Optional } from '../http/fields.decorator.js';

/** Of whoever is to help: one of the two. */
export class AgeDto {
  @ApiPropertyOptional({ example: true, description: 'Of a helper: they say that they are of age' })
  @Optional()
  @IsBoolean()
  ofAge?: boolean;

  @ApiPropertyOptional({
    example: '1990-05-14',
    description: 'Of a helper, instead: when they were born. Only the day a minor comes of age is kept',
  })
  @Optional()
  @IsLocalDay()
  bornOn?: string;
}
