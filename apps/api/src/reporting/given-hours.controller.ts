import type { MemberActor } from '#database';
import { CertificatePaperService, GivenHoursService, type GivenHours } from '#reporting';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './given-hours.dto.js';

@ApiTags('Hours')
@Controller('v1/helpers/:memberId')
export class GivenHoursController {
  constructor(
    private readonly given: GivenHoursService,
    private readonly paper: CertificatePaperService,
  ) {}

  @Get('given-hours')
  @Policy('hours.read-given')
  @ApiOperation({
    summary: 'The visits a helper made, with the hours',
    description: 'Newest first, with the sums of the whole period. One’s own; the desk its people’s.',
  })
  @ApiOkResponse({ type: dto.GivenHoursDto })
  @Errors('not-found', 'period-wrong')
  async list(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Query() query: dto.GivenHoursQueryDto,
  ): Promise<GivenHours> {
    return this.given.list(actor, memberId, query);
  }

  @Get('hours-certificate.pdf')
  @Policy('hours.read-given')
  @ApiOperation({
    summary: 'A certificate of the confirmed hours a helper gave',
    description: 'By organisation and kind of help; it names no family.',
  })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Errors('not-found', 'period-wrong')
  async certificate(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Query() { language, ...days }: dto.CertificateQueryDto,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.paper.pdf(actor, memberId, days, language), {
      type: 'application/pdf',
      disposition: 'attachment; filename="hours.pdf"',
    });
  }
}
