import type { MemberActor } from '#database';
import { MinorService, RelativeService, type MinorConsent, type Relative } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './register.dto.js';

@ApiTags('Members')
@Controller('v1')
export class MinorsController {
  constructor(
    private readonly minors: MinorService,
    private readonly relatives: RelativeService,
  ) {}

  @Put('members/:id/minor')
  @HttpCode(204)
  @Policy('minor.edit')
  @ApiNoContentResponse({ description: 'Done' })
  @ApiOperation({
    summary: 'Note the day a member comes of age',
    description:
      'From the age of the policy youngestHelperYears on; until that day they give time under a guardian’s consent, never alone with minors.',
  })
  @Errors('not-found', 'not-your-own', 'member-left', 'too-young', 'of-age')
  setMinor(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.MinorDto,
  ): Promise<void> {
    return this.minors.setMinor(actor, id, body.adultOn ?? null);
  }

  @Get('members/:id/minor-consents')
  @Policy('minor.read')
  @ApiOperation({ summary: 'Guardians’ consents for a minor' })
  @ApiOkResponse({ type: dto.MinorConsentPageDto })
  @Errors('not-found')
  async listConsents(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<MinorConsent>> {
    return this.minors.listConsents(actor, id, readPage(query));
  }

  @Post('members/:id/minor-consents')
  @Policy('minor.edit')
  @ApiOperation({
    summary: 'Record a guardian’s consent',
    description:
      'To giving time, or to the minor’s own record and sign-in, which is asked for below the age of the policy consentAgeYears. Seen or heard by the desk; no copy is kept.',
  })
  @ApiCreatedResponse({ type: dto.MinorConsentDto })
  @Errors('not-found', 'not-your-own', 'member-left', 'of-age', 'consents-alone', 'consent-days')
  recordConsent(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.NewMinorConsentDto,
  ): Promise<MinorConsent> {
    return this.minors.recordConsent(actor, id, body);
  }

  @Post('minor-consents/:id/withdraw')
  @HttpCode(200)
  @Policy('minor.edit')
  @ApiOperation({
    summary: 'Record that the guardian took it back',
    description: 'With a consent to the record, sign-in and what was chosen under it end at once.',
  })
  @ApiOkResponse({ type: dto.MinorConsentDto })
  @Errors('not-found', 'forbidden', 'not-your-own')
  withdrawConsent(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<MinorConsent> {
    return this.minors.withdrawConsent(actor, id);
  }

  @Get('members/:id/relatives')
  @Policy('relative.read')
  @ApiOperation({ summary: 'Members to whom this one is related' })
  @ApiOkResponse({ type: dto.RelativePageDto })
  @Errors('not-found')
  async listRelatives(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<Relative>> {
    return this.relatives.listRelatives(actor, id, readPage(query));
  }

  @Put('relatives')
  @HttpCode(204)
  @Policy('relative.edit')
  @ApiNoContentResponse({ description: 'Done' })
  @ApiOperation({
    summary: 'Two members are related, or are not',
    description: 'Nobody is proposed to their own relatives; coming visits between them are flagged.',
  })
  @Errors('not-found', 'not-your-own')
  setRelated(@Actor() actor: MemberActor, @Body() body: dto.RelatedDto): Promise<void> {
    return this.relatives.setRelated(actor, body.memberId, body.otherMemberId, body.related);
  }
}
