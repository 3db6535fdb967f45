import type { MemberActor } from '#database';
import { FactorService } from '#members';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { ResetFactorsDto } from './second-factor.dto.js';

@ApiTags('Members')
@Controller('v1/members')
export class FactorResetController {
  constructor(private readonly factors: FactorService) {}

  @Post(':id/second-factor-reset')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('second-factor.reset')
  @ApiOperation({
    summary: 'Take away the second factors of a member who lost them',
    description:
      'Recorded with its reason, told to the member; their sessions end. Never one’s own, nor of somebody at another community’s desk.',
  })
  @Errors('not-found', 'not-your-own', 'member-left', 'forbidden')
  reset(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() { reason }: ResetFactorsDto,
  ): Promise<void> {
    return this.factors.reset(actor, id, reason);
  }
}
