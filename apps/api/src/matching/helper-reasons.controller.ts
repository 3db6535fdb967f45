import type { MemberActor } from '#database';
import { HelperReasonsService, type HelperReasons } from '#matching';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam, WantedLanguages } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { HelperReasonsDto } from './helper-reasons.dto.js';

@ApiTags('Assignments')
@Controller('v1/assignments')
export class HelperReasonsController {
  constructor(private readonly reasons: HelperReasonsService) {}

  @Get(':id/reasons')
  @Policy('assignment.answer')
  @ApiOperation({
    summary: 'Why I am asked, and how far it is',
    description:
      'For the helper of the assignment alone: what speaks for them, without points and without other people.',
  })
  @ApiOkResponse({ type: HelperReasonsDto })
  @Errors('not-found')
  of(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @WantedLanguages() languages: string[],
  ): Promise<HelperReasons> {
    return this.reasons.of(actor, id, languages);
  }
}
