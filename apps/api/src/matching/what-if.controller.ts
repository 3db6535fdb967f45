import type { MemberActor } from '#database';
import { WhatIfService, type WhatIfView } from '#matching';
import { InvalidInput } from '#platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { WhatIfDto, WhatIfViewDto, type SupposedHelpersDto } from './what-if.dto.js';

@ApiTags('Matching')
@Controller('v1')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIfService) {}

  @Post('what-if')
  @HttpCode(200)
  @Policy('what-if.run')
  @ApiOperation({
    summary: 'Plan with other weights or more helpers, side by side with today: writes nothing',
    description: 'One at a time for a community; both plans are made anew with the same effort.',
  })
  @ApiOkResponse({ type: WhatIfViewDto })
  @Errors('what-if-busy', 'what-if-too-large')
  compare(@Actor() actor: MemberActor, @Body() body: WhatIfDto): Promise<WhatIfView> {
    return this.whatIf.compare(actor, {
      weights: body.weights,
      helpers: (body.helpers ?? []).map(toHelpers),
    });
  }
}

function toHelpers(dto: SupposedHelpersDto, index: number) {
  if (dto.hours.some(({ startMinute, endMinute }) => endMinute <= startMinute))
    throw new InvalidInput([
      { field: `helpers.${index}.hours`, message: `helpers.${index}.hours must end later than they start` },
    ]);
  return {
    count: dto.count ?? 1,
    regime: dto.regime ?? ('volunteer' as const),
    categoryIds: dto.categoryIds.map((id) => id.toLowerCase()),
    zoneId: dto.zoneId.toLowerCase(),
    hours: dto.hours,
    maxTravelMinutes: dto.maxTravelMinutes ?? 20,
    weeklyMinutes: dto.weeklyMinutes ?? 240,
    subjects: dto.subjects ?? [],
    languages: dto.languages ?? [],
    carSeats: dto.carSeats ?? 0,
  };
}
