import type { MemberActor } from '#database';
import { BlockService, CredentialService, type Credential, type OwnBlock } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
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
import {
  BlockQuery,
  CredentialDto,
  CredentialPageDto,
  NewCredentialDto,
  OwnBlockPageDto,
} from './members.dto.js';

@ApiTags('Members')
@Controller('v1')
export class CredentialsController {
  constructor(
    private readonly credentials: CredentialService,
    private readonly blocks: BlockService,
  ) {}

  @Get('members/:id/credentials')
  @Policy('credential.read')
  @ApiOperation({
    summary: 'The checks of a member',
    description: 'One’s own, or of those the desk reaches.',
  })
  @ApiOkResponse({ type: CredentialPageDto })
  @Errors('not-found')
  async list(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<Credential>> {
    return this.credentials.listCredentials(actor, id, readPage(query));
  }

  @Post('members/:id/credentials')
  @Policy('credential.record')
  @ApiOperation({
    summary: 'Record a check',
    description:
      'Who looked and until when it counts, never the document. Nobody vets themselves. A failed check withdraws what was passed before it.',
  })
  @ApiCreatedResponse({ type: CredentialDto })
  @Errors(
    'not-found',
    'not-your-own',
    'member-left',
    'unknown-credential-type',
    'credential-dates',
    'credential-too-old',
  )
  record(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: NewCredentialDto,
  ): Promise<Credential> {
    return this.credentials.recordCredential(actor, id, body);
  }

  @Post('credentials/:id/withdraw')
  @HttpCode(200)
  @Policy('credential.record')
  @ApiOperation({ summary: 'Withdraw a check', description: 'It stays readable and counts no more.' })
  @ApiOkResponse({ type: CredentialDto })
  @Errors('not-found', 'not-your-own')
  withdraw(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Credential> {
    return this.credentials.withdrawCredential(actor, id);
  }

  @Get('me/blocks')
  @Policy('block.edit')
  @ApiOperation({ summary: 'Whom I blocked', description: 'For their owner alone.' })
  @ApiOkResponse({ type: OwnBlockPageDto })
  @Errors()
  async listBlocks(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<OwnBlock>> {
    return this.blocks.listOwn(actor, readPage(query));
  }

  @Put('blocks/:memberId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('block.edit')
  @ApiOperation({
    summary: 'Never propose this member and me to each other',
    description: 'The other side is not told.',
  })
  @Errors('not-found', 'forbidden', 'not-your-own')
  block(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Query() query: BlockQuery,
  ): Promise<void> {
    return this.blocks.block(actor, memberId, query.onBehalfOf);
  }

  @Delete('blocks/:memberId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('block.edit')
  @ApiOperation({ summary: 'Take a block back' })
  @Errors('not-found', 'forbidden')
  unblock(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Query() query: BlockQuery,
  ): Promise<void> {
    return this.blocks.unblock(actor, memberId, query.onBehalfOf);
  }
}
