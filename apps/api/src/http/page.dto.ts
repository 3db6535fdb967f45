import { MAX_PAGE_SIZE } from '#platform';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Query of every list. */
export class PageQuery {
  @ApiPropertyOptional({ example: 25, minimum: 1, maximum: MAX_PAGE_SIZE, default: 25 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit?: number;

  @ApiPropertyOptional({
    description: 'nextCursor of the page before',
    example: 'MDE5OWExYjItMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  cursor?: string;
}
