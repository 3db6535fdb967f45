import type { MemberActor } from '#database';
import {
  CareCardService,
  CollectionService,
  DependantService,
  type CareCard,
  type CollectionAuthorisation,
  type SeenHousehold,
} from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { heardOf } from '../http/heard.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './households.dto.js';

@ApiTags('Households')
@Controller('v1')
export class DependantsController {
  constructor(
    private readonly dependants: DependantService,
    private readonly careCards: CareCardService,
    private readonly collections: CollectionService,
  ) {}

  @Post('households/:id/dependants')
  @Policy('dependant.edit')
  @ApiOperation({ summary: 'Add a dependant', description: 'A nickname or an initial, an age band, a seat.' })
  @ApiCreatedResponse({ type: dto.HouseholdDto })
  @Errors('not-found', 'names-too-much')
  add(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.NewDependantDto,
  ): Promise<SeenHousehold> {
    return this.dependants.addDependant(actor, id, body);
  }

  @Patch('dependants/:id')
  @Policy('dependant.edit')
  @ApiOperation({ summary: 'Change a dependant', description: 'If-Match is the household’s ETag.' })
  @ApiOkResponse({ type: dto.HouseholdDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'dependant-archived', 'names-too-much')
  edit(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.EditDependantDto,
  ): Promise<SeenHousehold> {
    return this.dependants.editDependant(actor, id, version, body);
  }

  @Post('dependants/:id/archive')
  @HttpCode(200)
  @Policy('dependant.edit')
  @ApiOperation({ summary: 'Take a dependant out of new requests' })
  @ApiOkResponse({ type: dto.HouseholdDto })
  @Errors('not-found')
  archive(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<SeenHousehold> {
    return this.dependants.archiveDependant(actor, id);
  }

  @Get('dependants/:id/care-card')
  @Policy('care-card.read')
  @ApiOperation({
    summary: 'The care card',
    description: 'For the guardians, and the assigned helper until the visit ends. Recorded.',
  })
  @ApiOkResponse({ type: dto.CareCardDto })
  @Errors('not-found')
  readCareCard(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<CareCard> {
    return this.careCards.readCareCard(actor, id);
  }

  @Put('dependants/:id/care-card')
  @Policy('care-card.edit')
  @ApiOperation({
    summary: 'Write the care card and consent to it',
    description:
      'If-Match is the card’s ETag; `"v0"` when there is none yet. The consent is recorded as a privacy choice. A coordinator, who reads no card, writes down what a guardian tells them in the place of what stood there; the guardian is told.',
  })
  @ApiOkResponse({ type: dto.CareCardDto })
  @Errors(
    'not-found',
    'forbidden',
    'channel-missing',
    'guardian-not-asked',
    'consent-missing',
    'guardian-consents',
    'dependant-archived',
    'stale-version',
    'if-match-missing',
  )
  writeCareCard(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.WriteCareCardDto,
  ): Promise<CareCard> {
    return this.careCards.writeCareCard(actor, id, version, body, body.consent, heardOf(body));
  }

  @Get('collection-authorisations')
  @Policy('collection.read')
  @ApiOperation({ summary: 'Who may collect whom from which school' })
  @ApiOkResponse({ type: dto.CollectionPageDto })
  @Errors()
  async listCollections(
    @Actor() actor: MemberActor,
    @Query() query: PageQuery,
  ): Promise<Page<CollectionAuthorisation>> {
    return this.collections.listAuthorisations(actor, readPage(query));
  }

  @Post('collection-authorisations')
  @Policy('collection.authorise')
  @ApiOperation({
    summary: 'Record that a helper may collect a dependant from a school',
    description: 'Signed by a guardian, whose consent is recorded as a privacy choice.',
  })
  @ApiCreatedResponse({ type: dto.CollectionDto })
  @Errors(
    'not-found',
    'forbidden',
    'unknown-member',
    'guardian-consents',
    'dependant-archived',
    'authorisation-expired',
  )
  authorise(
    @Actor() actor: MemberActor,
    @Body() body: dto.NewCollectionDto,
  ): Promise<CollectionAuthorisation> {
    return this.collections.createAuthorisation(actor, body);
  }

  @Post('collection-authorisations/:id/revoke')
  @HttpCode(200)
  @Policy('collection.authorise')
  @ApiOperation({ summary: 'End an authorisation at once' })
  @ApiOkResponse({ type: dto.CollectionDto })
  @Errors('not-found')
  revoke(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<CollectionAuthorisation> {
    return this.collections.revokeAuthorisation(actor, id);
  }
}
