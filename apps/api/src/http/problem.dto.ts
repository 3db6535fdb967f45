import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class FieldProblemDto {
  @ApiProperty({ example: 'schedule.endTime' })
  field!: string;
  @ApiProperty({ example: 'endTime must be after startTime' })
  message!: string;
}

/** RFC 9457 problem details. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:intreccio:problem:request-not-open' })
  type!: string;
  @ApiProperty({ example: 'This request is no longer open' })
  title!: string;
  @ApiProperty({ example: 409 })
  status!: number;
  @ApiProperty({ example: 'request-not-open', description: 'Stable: programs decide by it' })
  code!: string;
  @ApiPropertyOptional({ example: 'The request was withdrawn.' })
  detail?: string;
  @ApiPropertyOptional({ example: 'urn:uuid:0199a1b2-0000-7000-8000-000000000000' })
  instance?: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { state: 'withdrawn' } })
  facts?: Record<string, unknown>;
  @ApiPropertyOptional({ type: [FieldProblemDto] })
  errors?: FieldProblemDto[];
}
