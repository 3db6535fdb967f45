import type { MemberActor } from '#database';
import {
  memberMachine,
  MemberService,
  OrganisationChangeService,
  RoleService,
  StandingService,
  type Alike,
  type SeenMember,
} from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import {
  AlikeDto,
  EditMemberDto,
  MemberDto,
  MemberPageDto,
  MemberQuery,
  NewMemberDto,
  SoughtMemberDto,
  StandingReasonDto,
  RolesDto,
} from './members.dto.js';
import { OrganisationChangeDto } from './organisation-change.dto.js';

@ApiTags('Members')
@Controller('v1/members')
export class MembersController {
  constructor(
    private readonly members: MemberService,
    private readonly roles: RoleService,
    private readonly standing: StandingService,
    private readonly organisations: OrganisationChangeService,
  ) {}

  @Get()
  @Policy('member.list')
  @ApiOperation({ summary: 'The members my desk reaches', description: 'Recorded, one record a page.' })
  @ApiOkResponse({ type: MemberPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: MemberQuery): Promise<Page<SeenMember>> {
    return this.members.listMembers(actor, readPage(query), query);
  }

  @Post()
  @Policy('member.create')
  @ApiOperation({
    summary: 'Enter a member',
    description:
      'With neither e-mail nor phone the desk serves them. Other roles are an administrator’s to grant.',
  })
  @ApiCreatedResponse({ type: MemberDto })
  @Errors(
    'member-exists',
    'maybe-the-same',
    'unknown-organisation',
    'organisation-closed',
    'forbidden',
    'age-missing',
    'too-young',
  )
  create(@Actor() actor: MemberActor, @Body() body: NewMemberDto): Promise<SeenMember> {
    return this.members.createMember(actor, { ...body, different: body.different ?? false });
  }

  @Post('alike')
  @HttpCode(200)
  @Policy('member.create')
  @ApiOperation({
    summary: 'Who may be the one to be entered',
    description: 'By address surely, by the sound of the name perhaps. Recorded as a read of those shown.',
  })
  @ApiOkResponse({ type: AlikeDto })
  @Errors()
  alike(@Actor() actor: MemberActor, @Body() body: SoughtMemberDto): Promise<Alike> {
    return this.members.findAlike(actor, body);
  }

  @Get(':id')
  @Policy('member.read')
  @ApiOperation({
    summary: 'A member',
    description: 'Oneself and the desk see all; others what the next visit together needs, or nothing (404).',
  })
  @ApiOkResponse({ type: MemberDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<SeenMember> {
    return this.members.readMember(actor, id);
  }

  @Patch(':id')
  @Policy('member.edit')
  @ApiOperation({ summary: 'Change names, phone, language; the e-mail address at the desk' })
  @ApiOkResponse({ type: MemberDto })
  @Errors(
    'not-found',
    'member-left',
    'stale-version',
    'if-match-missing',
    'proven-by-code',
    'member-exists',
    'forbidden',
  )
  edit(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: EditMemberDto,
  ): Promise<SeenMember> {
    return this.members.editMember(actor, id, version, body);
  }

  @Put(':id/roles')
  @Policy('member.grant-role')
  @ApiOperation({
    summary: 'Set a member’s roles',
    description: 'Nobody grants themselves. Of who becomes a helper the age is asked.',
  })
  @ApiOkResponse({ type: MemberDto })
  @Errors(
    'not-found',
    'stale-version',
    'if-match-missing',
    'not-your-own',
    'member-left',
    'last-administrator',
    'age-missing',
    'too-young',
  )
  setRoles(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() { roles, ...age }: RolesDto,
  ): Promise<SeenMember> {
    return this.roles.setRoles(actor, id, version, roles, age);
  }

  @Put(':id/organisation')
  @Policy('member.change-organisation')
  @ApiOperation({
    summary: 'Move a member to another organisation',
    description:
      'By a desk that reaches both. One registration ends and another begins at 24:00; coming visits that are not covered then are flagged. The member is told.',
  })
  @ApiOkResponse({ type: MemberDto })
  @Errors(
    'not-found',
    'member-left',
    'stale-version',
    'if-match-missing',
    'not-your-own',
    'forbidden',
    'unknown-organisation',
    'organisation-closed',
    'sits-at-desk',
    'comes-today',
  )
  changeOrganisation(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: OrganisationChangeDto,
  ): Promise<SeenMember> {
    return this.organisations.change(actor, id, version, body);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Policy('member.suspend')
  @TakesStep(memberMachine, 'suspend')
  @ApiOperation({
    summary: 'Suspend a member',
    description: 'No proposals, no sign-in; their coming visits are flagged.',
  })
  @ApiOkResponse({ type: MemberDto })
  @Errors('not-found', 'not-your-own', 'transition-not-allowed', 'forbidden')
  suspend(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: StandingReasonDto,
  ): Promise<SeenMember> {
    return this.standing.suspendMember(actor, id, body.reason);
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  @Policy('member.suspend')
  @TakesStep(memberMachine, 'reinstate')
  @ApiOperation({ summary: 'End a suspension' })
  @ApiOkResponse({ type: MemberDto })
  @Errors('not-found', 'not-your-own', 'transition-not-allowed', 'forbidden')
  reinstate(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: StandingReasonDto,
  ): Promise<SeenMember> {
    return this.standing.reinstateMember(actor, id, body.reason);
  }
}
