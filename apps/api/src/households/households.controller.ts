import type { MemberActor } from '#database';
import { GuardianRemovalService, GuardianSightService, HouseholdService, type SeenHousehold } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import {
  EditHouseholdDto,
  GuardianDto,
  GuardianSightDto,
  HouseholdDto,
  HouseholdPageDto,
  HouseholdQuery,
  NewHouseholdDto,
} from './households.dto.js';

@ApiTags('Households')
@Controller('v1/households')
export class HouseholdsController {
  constructor(
    private readonly households: HouseholdService,
    private readonly sight: GuardianSightService,
    private readonly removal: GuardianRemovalService,
  ) {}

  @Get()
  @Policy('household.list')
  @ApiOperation({ summary: 'My households; for the desk, those it reaches', description: 'Recorded.' })
  @ApiOkResponse({ type: HouseholdPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: HouseholdQuery): Promise<Page<SeenHousehold>> {
    return this.households.listHouseholds(actor, readPage(query), query);
  }

  @Post()
  @Policy('household.create')
  @ApiOperation({ summary: 'Enter a household with its guardians' })
  @ApiCreatedResponse({ type: HouseholdDto })
  @Errors(
    'unknown-zone',
    'unknown-member',
    'unknown-organisation',
    'meeting-point-missing',
    'guardian-missing',
    'not-your-own',
    'forbidden',
  )
  create(@Actor() actor: MemberActor, @Body() body: NewHouseholdDto): Promise<SeenHousehold> {
    return this.households.createHousehold(actor, body);
  }

  @Get(':id')
  @Policy('household.read')
  @ApiOperation({ summary: 'A household', description: 'Recorded: the family sees who read it.' })
  @ApiOkResponse({ type: HouseholdDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<SeenHousehold> {
    return this.households.readHousehold(actor, id);
  }

  @Patch(':id')
  @Policy('household.edit')
  @ApiOperation({
    summary: 'Change place, address, meeting point',
    description: 'The desk sets `protected`.',
  })
  @ApiOkResponse({ type: HouseholdDto })
  @Errors(
    'not-found',
    'stale-version',
    'if-match-missing',
    'forbidden',
    'unknown-zone',
    'meeting-point-missing',
  )
  edit(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: EditHouseholdDto,
  ): Promise<SeenHousehold> {
    return this.households.editHousehold(actor, id, version, body);
  }

  @Post(':id/guardians')
  @HttpCode(200)
  @Policy('household.add-guardian')
  @ApiOperation({ summary: 'Make a member a guardian', description: 'The desk alone, never for oneself.' })
  @ApiOkResponse({ type: HouseholdDto })
  @Errors('not-found', 'not-your-own', 'unknown-member', 'already-guardian')
  addGuardian(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: GuardianDto,
  ): Promise<SeenHousehold> {
    return this.households.addGuardian(actor, id, body.memberId);
  }

  @Put(':id/guardians/:memberId/sight')
  @Policy('household.limit-guardian')
  @ApiOperation({
    summary: 'Say how far a guardian sees',
    description:
      'The desk alone, never for oneself. A limited guardian sees and acts on what they ask for themselves, and on what ' +
      'is for the dependants named here and nobody else; null lifts the limit.',
  })
  @ApiOkResponse({ type: HouseholdDto })
  @Errors(
    'not-found',
    'not-your-own',
    'stale-version',
    'if-match-missing',
    'not-a-guardian',
    'guardian-whole-missing',
    'unknown-dependant',
  )
  setSight(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Param('memberId', idParam) memberId: string,
    @IfMatch() version: number,
    @Body() body: GuardianSightDto,
  ): Promise<SeenHousehold> {
    return this.sight.setSight(actor, id, memberId, version, body.limitedTo);
  }

  @Delete(':id/guardians/:memberId')
  @Policy('household.remove-guardian')
  @ApiOperation({
    summary: 'Take a guardian off a household',
    description:
      'The desk alone, never in one’s own home. They see the household no more; care cards and authorisations to collect ' +
      'that they signed for it end.',
  })
  @ApiOkResponse({ type: HouseholdDto })
  @Errors(
    'not-found',
    'not-your-own',
    'stale-version',
    'if-match-missing',
    'not-a-guardian',
    'last-guardian',
    'guardian-whole-missing',
    'guardian-pays',
  )
  removeGuardian(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Param('memberId', idParam) memberId: string,
    @IfMatch() version: number,
  ): Promise<SeenHousehold> {
    return this.removal.removeGuardian(actor, id, memberId, version);
  }
}
