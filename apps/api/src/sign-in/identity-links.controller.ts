import type { MemberActor } from '#database';
import {
  IdentityLinkService,
  identityLinkMachine,
  IdentitySignInService,
  providerName,
  type OwnIdentityLink,
} from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { FreshProof } from '../http/fresh-proof.guard.js';
import { Actor, idParam, WantedLanguages } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './identity.dto.js';
import { Welcome } from './welcome.js';

type Named<T extends OwnIdentityLink> = Omit<T, 'provider'> & { provider: dto.ProviderDto };

@ApiTags('Signing in')
@Controller('v1')
export class IdentityLinksController {
  constructor(
    private readonly links: IdentityLinkService,
    private readonly identities: IdentitySignInService,
    private readonly welcome: Welcome,
  ) {}

  @Get('me/identity-links')
  @Policy('identity-link.manage-own')
  @ApiOperation({ summary: 'The services that sign in as me, or want to' })
  @ApiOkResponse({ type: [dto.OwnIdentityLinkDto] })
  @Errors()
  async listOwn(
    @Actor() actor: MemberActor,
    @WantedLanguages() languages: string[],
  ): Promise<dto.OwnIdentityLinkDto[]> {
    return (await this.links.listOwn(actor)).map((link) => this.named(link, languages));
  }

  @Post('me/identity-links')
  @HttpCode(200)
  @Policy('identity-link.manage-own')
  @FreshProof()
  @ApiOperation({
    summary: 'Go to a service to sign in with it from now on',
    description: 'Answers where the browser goes. The desk confirms before it signs in.',
  })
  @ApiOkResponse({ type: dto.WayOutDto })
  @Errors('not-found', 'recent-proof-needed', 'too-many-attempts', 'provider-unreachable')
  async start(
    @Body() body: dto.StartLinkDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<dto.WayOutDto> {
    const browser = {
      token: this.welcome.browserOf(request, reply),
      clientAddress: clientNetwork(request.ip),
    };
    return { url: await this.identities.start(body.providerId, browser, request.actor!.sessionId) };
  }

  @Delete('me/identity-links/:id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('identity-link.manage-own')
  @TakesStep(identityLinkMachine, 'withdraw')
  @ApiOperation({ summary: 'This service signs in as me no more', description: 'Sessions it opened end.' })
  @Errors('not-found', 'transition-not-allowed')
  withdraw(@Param('id', idParam) id: string, @Req() request: ApiRequest): Promise<void> {
    return this.links.withdraw(request.actor!, id);
  }

  @Get('identity-links')
  @Policy('identity-link.read')
  @ApiOperation({
    summary: 'Who wants to sign in as whom',
    description: 'Of the people the desk reaches, newest first; on record for each of them.',
  })
  @ApiOkResponse({ type: dto.IdentityLinkPageDto })
  @Errors()
  async list(
    @Actor() actor: MemberActor,
    @Query() query: dto.IdentityLinkQueryDto,
    @WantedLanguages() languages: string[],
  ): Promise<Page<dto.IdentityLinkDto>> {
    const page = await this.links.list(actor, query, readPage(query));
    return { ...page, items: page.items.map((link) => this.named(link, languages)) };
  }

  @Post('identity-links/:id/confirm')
  @HttpCode(200)
  @Policy('identity-link.decide')
  @TakesStep(identityLinkMachine, 'confirm')
  @ApiOperation({ summary: 'It is the same person: let this identity sign in as the member' })
  @ApiOkResponse({ type: dto.IdentityLinkDto })
  @Errors('not-found', 'forbidden', 'not-your-own', 'transition-not-allowed', 'identity-linked-elsewhere')
  async confirm(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @WantedLanguages() languages: string[],
  ): Promise<dto.IdentityLinkDto> {
    return this.named(await this.links.confirm(actor, id), languages);
  }

  @Post('identity-links/:id/refuse')
  @HttpCode(200)
  @Policy('identity-link.decide')
  @TakesStep(identityLinkMachine, 'refuse')
  @ApiOperation({ summary: 'It is somebody else, or nobody knows' })
  @ApiOkResponse({ type: dto.IdentityLinkDto })
  @Errors('not-found', 'forbidden', 'not-your-own', 'transition-not-allowed')
  async refuse(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @WantedLanguages() languages: string[],
  ): Promise<dto.IdentityLinkDto> {
    return this.named(await this.links.refuse(actor, id), languages);
  }

  @Post('identity-links/:id/revoke')
  @HttpCode(200)
  @Policy('identity-link.decide')
  @TakesStep(identityLinkMachine, 'revoke')
  @ApiOperation({ summary: 'Take a confirmed identity back', description: 'Sessions it opened end.' })
  @ApiOkResponse({ type: dto.IdentityLinkDto })
  @Errors('not-found', 'forbidden', 'not-your-own', 'transition-not-allowed')
  async revoke(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @WantedLanguages() languages: string[],
  ): Promise<dto.IdentityLinkDto> {
    return this.named(await this.links.revoke(actor, id), languages);
  }

  /** A service that is configured no more keeps its id for a name. */
  private named<T extends OwnIdentityLink>(link: T, languages: readonly string[]): Named<T> {
    const issuer = this.identities.issuers.find(({ id }) => id === link.provider);
    return {
      ...link,
      provider: { id: link.provider, name: issuer ? providerName(issuer, languages) : link.provider },
    };
  }
}
