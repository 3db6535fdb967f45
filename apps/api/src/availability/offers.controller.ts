import { OffersService, type OfferView } from '#availability';
import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './offers.dto.js';

const LIMITS = [
  'no-helper-profile',
  'offer-loosens-limits',
  'offer-names-unknown',
  'seats-missing',
  'no-timebank',
];
const NOTHING_MORE = {
  subjects: [],
  ageBands: [],
  mobility: [],
  municipalityIds: [],
  seats: {},
  weeklyMinutes: null,
};

@ApiTags('Availability')
@Controller('v1/offers')
export class OffersController {
  constructor(private readonly offers: OffersService) {}

  @Get()
  @Policy('offer.read')
  @ApiOperation({
    summary: 'Offers',
    description: 'A helper’s own, or all a coordinator reaches; newest first.',
  })
  @ApiOkResponse({ type: dto.OfferPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.OfferQuery): Promise<Page<OfferView>> {
    return this.offers.listOffers(actor, query, readPage(query));
  }

  @Post()
  @Policy('offer.edit')
  @ApiOperation({
    summary: 'Offer help',
    description: 'One regime; an offer may only tighten the helper’s limits; who drives states seats.',
  })
  @ApiCreatedResponse({ type: dto.OfferDto })
  @Errors('not-found', ...LIMITS)
  create(@Actor() actor: MemberActor, @Body() { memberId, ...facts }: dto.NewOfferDto): Promise<OfferView> {
    return this.offers.createOffer(actor, memberId ?? actor.memberId, { ...NOTHING_MORE, ...facts });
  }

  @Get(':id')
  @Policy('offer.read')
  @ApiOperation({ summary: 'One offer' })
  @ApiOkResponse({ type: dto.OfferDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<OfferView> {
    return this.offers.readOffer(actor, id);
  }

  @Patch(':id')
  @Policy('offer.edit')
  @ApiOperation({ summary: 'Change an offer' })
  @ApiOkResponse({ type: dto.OfferDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'offer-withdrawn', ...LIMITS)
  edit(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.EditOfferDto,
  ): Promise<OfferView> {
    return this.offers.editOffer(actor, id, version, body);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Policy('offer.edit')
  @ApiOperation({ summary: 'Withdraw an offer', description: 'What was approved from it stays.' })
  @ApiOkResponse({ type: dto.OfferDto })
  @Errors('not-found', 'offer-withdrawn', 'no-helper-profile')
  withdraw(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<OfferView> {
    return this.offers.withdrawOffer(actor, id);
  }
}
