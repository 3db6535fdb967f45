import { ApiProperty } from '@nestjs/swagger';

const ID = '0199a1b2-0000-7000-8000-000000000001';

class ReasonDto {
  @ApiProperty({ example: 'why-travel' })
  id!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { minutes: 9 } })
  values!: object;
  @ApiProperty({ example: 'It is 9 minutes by road from you.' })
  sentence!: string;
}

class WayDto {
  @ApiProperty({ example: ID })
  visitId!: string;
  @ApiProperty({ example: 9, description: 'By road' })
  travelMinutes!: number;
}

export class HelperReasonsDto {
  @ApiProperty({ type: [ReasonDto] })
  reasons!: readonly ReasonDto[];
  @ApiProperty({ type: [WayDto], description: 'The way to each visit, one direction' })
  ways!: readonly WayDto[];
}
