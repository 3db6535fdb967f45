import {
  ClosureService,
  CommunityService,
  OrganisationService,
  PolicyService,
  type Closure,
  type CommunityView,
  type Organisation,
  type PolicyLine,
} from '#communities';
import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './community.dto.js';

@ApiTags('Community')
@Controller('v1')
export class CommunityController {
  constructor(
    private readonly communities: CommunityService,
    private readonly organisations: OrganisationService,
    private readonly policies: PolicyService,
    private readonly closures: ClosureService,
  ) {}

  @Get('community')
  @Policy('community.read')
  @ApiOperation({ summary: 'The community I am in' })
  @ApiOkResponse({ type: dto.CommunityDto })
  @Errors()
  read(@Actor() actor: MemberActor): Promise<CommunityView> {
    return this.communities.readCommunity(actor);
  }

  @Patch('community')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Change name, languages, desk' })
  @ApiOkResponse({ type: dto.CommunityDto })
  @Errors('stale-version', 'if-match-missing')
  edit(
    @Actor() actor: MemberActor,
    @IfMatch() version: number,
    @Body() body: dto.EditCommunityDto,
  ): Promise<CommunityView> {
    return this.communities.editCommunity(actor, version, body);
  }

  @Get('organisations')
  @Policy('community.read')
  @ApiOperation({ summary: 'The organisations of the community' })
  @ApiOkResponse({ type: dto.OrganisationPageDto })
  @Errors()
  async listOrganisations(
    @Actor() actor: MemberActor,
    @Query() query: PageQuery,
  ): Promise<Page<Organisation>> {
    return this.organisations.listOrganisations(actor, readPage(query));
  }

  @Post('organisations')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Add an organisation' })
  @ApiCreatedResponse({ type: dto.OrganisationDto })
  @Errors('name-taken')
  createOrganisation(
    @Actor() actor: MemberActor,
    @Body() body: dto.NewOrganisationDto,
  ): Promise<Organisation> {
    return this.organisations.createOrganisation(actor, body);
  }

  @Patch('organisations/:id')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Correct an organisation, or close it for new members' })
  @ApiOkResponse({ type: dto.OrganisationDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'name-taken')
  editOrganisation(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.EditOrganisationDto,
  ): Promise<Organisation> {
    return this.organisations.editOrganisation(actor, id, version, body);
  }

  @Delete('organisations/:id')
  @HttpCode(204)
  @Policy('community.edit')
  @ApiOperation({
    summary: 'Remove an organisation that nothing points to',
    description: 'What does is named.',
  })
  @ApiNoContentResponse({ description: 'Done' })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'still-used')
  removeOrganisation(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
  ): Promise<void> {
    return this.organisations.removeOrganisation(actor, id, version);
  }

  @Get('policies')
  @Policy('policy.read')
  @ApiOperation({ summary: 'Every policy: meaning, default, today’s value, values dated for later' })
  @ApiOkResponse({ type: [dto.PolicyLineDto] })
  @Errors()
  listPolicies(@Actor() actor: MemberActor): Promise<PolicyLine[]> {
    return this.policies.listPolicies(actor);
  }

  @Post('policies')
  @Policy('policy.edit')
  @ApiOperation({
    summary: 'Set a policy from a day on',
    description: 'The past keeps the rules it had; the same key and day again replaces the value.',
  })
  @ApiCreatedResponse({ type: dto.SetPolicyAnswerDto })
  @Errors('policy-in-the-past')
  setPolicy(@Actor() actor: MemberActor, @Body() body: dto.SetPolicyDto): Promise<dto.SetPolicyAnswerDto> {
    return this.policies.setPolicy(actor, body);
  }

  @Get('closures')
  @Policy('community.read')
  @ApiOperation({ summary: 'Holidays, patrons’ days and school closures' })
  @ApiOkResponse({ type: dto.ClosurePageDto })
  @Errors()
  async listClosures(@Actor() actor: MemberActor, @Query() query: dto.ClosureQuery): Promise<Page<Closure>> {
    return this.closures.listClosures(actor, readPage(query), query);
  }

  @Post('closures')
  @Policy('closure.edit')
  @ApiOperation({ summary: 'Close the community, or a municipality, for some days' })
  @ApiCreatedResponse({ type: dto.ClosureDto })
  @Errors('unknown-municipality')
  createClosure(@Actor() actor: MemberActor, @Body() body: dto.NewClosureDto): Promise<Closure> {
    return this.closures.createClosure(actor, body);
  }

  @Post('closures/holidays')
  @HttpCode(200)
  @Policy('closure.edit')
  @ApiOperation({ summary: 'Enter the public holidays and patrons’ days of a year, once' })
  @ApiOkResponse({ type: dto.ImportedDto })
  @Errors()
  importHolidays(@Actor() actor: MemberActor, @Body() body: dto.ImportHolidaysDto): Promise<dto.ImportedDto> {
    return this.closures.importHolidays(actor, body.year);
  }

  @Delete('closures/:id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('closure.edit')
  @ApiOperation({ summary: 'Take a closure back' })
  @Errors('not-found')
  deleteClosure(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.closures.deleteClosure(actor, id);
  }
}
