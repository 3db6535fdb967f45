import { ApiProperty } from '@nestjs/swagger';

export class CalendarFeedDto {
  @ApiProperty({ example: true })
  active!: boolean;
  @ApiProperty({ type: Date, nullable: true, example: '2026-11-24T15:00:00.000Z' })
  createdAt!: Date | null;
}

export class CalendarAddressDto {
  @ApiProperty({ example: 'https://aiuto.example.org/calendar/AZmhsg….ics' })
  url!: string;
}
