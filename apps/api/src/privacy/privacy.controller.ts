import type { MemberActor } from '#database';
import { PrivacyChoiceService, type PrivacyChoice } from '#members';
import { ErasureService, PersonalDataService } from '#reporting';
import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  StreamableFile,
} from '@nestjs/common';
import type { Readable } from 'node:stream';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './privacy.dto.js';

const PdfFile = () =>
  applyDecorators(
    ApiProduces('application/pdf'),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
  );

const asFile = (file: Buffer) =>
  new StreamableFile(file, {
    type: 'application/pdf',
    disposition: 'attachment; filename="personal-data.pdf"',
  });

/** Sent as it is read: it may be long. */
const asJson = (text: Readable) => new StreamableFile(text, { type: 'application/json; charset=utf-8' });

@ApiTags('Privacy')
@Controller('v1')
export class PrivacyController {
  constructor(
    private readonly choices: PrivacyChoiceService,
    private readonly data: PersonalDataService,
    private readonly erasure: ErasureService,
  ) {}

  @Get('me/privacy-choices')
  @Policy('privacy.choose')
  @ApiOperation({ summary: 'What I agreed to, purpose by purpose' })
  @ApiOkResponse({ type: dto.ChoicesDto })
  @Errors()
  async listChoices(@Actor() actor: MemberActor): Promise<{ items: PrivacyChoice[] }> {
    return { items: await this.choices.list(actor) };
  }

  @Get('members/:id/privacy-choices')
  @Policy('privacy.read')
  @ApiOperation({
    summary: 'What a member agreed to, purpose by purpose',
    description: 'For the desk that reads it to them on the phone. Recorded.',
  })
  @ApiOkResponse({ type: dto.ChoicesDto })
  @Errors('not-found')
  async listChoicesOf(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
  ): Promise<{ items: PrivacyChoice[] }> {
    return { items: await this.choices.listOf(actor, id) };
  }

  @Post('me/privacy-choices')
  @HttpCode(200)
  @Policy('privacy.choose')
  @ApiOperation({
    summary: 'Agree to a purpose, or take it back',
    description:
      'A no to care cards destroys them at once; a no to collection ends the authorisations. What a coordinator heard is told to whom it was written down for.',
  })
  @ApiOkResponse({ type: dto.ChoicesDto })
  @Errors('not-found', 'channel-missing', 'stale-notice', 'guardian-consents')
  async choose(
    @Actor() actor: MemberActor,
    @Body() body: dto.NewChoiceDto,
  ): Promise<{ items: PrivacyChoice[] }> {
    return { items: await this.choices.choose(actor, body) };
  }

  @Get('me/personal-data')
  @Policy('personal-data.read-own')
  @ApiOperation({
    summary: 'Everything that is kept about me',
    description: 'Table by table, readable by machines, and all of it: it comes as it is read.',
  })
  @ApiOkResponse({ type: dto.PersonalDataDto })
  @Errors('not-found')
  async own(@Actor() actor: MemberActor): Promise<StreamableFile> {
    return asJson(await this.data.stream(actor, actor.memberId));
  }

  @Get('me/personal-data.pdf')
  @Policy('personal-data.read-own')
  @ApiOperation({
    summary: 'The same on paper',
    description: 'Of long tables the first 1,000 rows, and how many there are.',
  })
  @PdfFile()
  @Errors('not-found')
  async ownPdf(@Actor() actor: MemberActor): Promise<StreamableFile> {
    return asFile(await this.data.pdf(actor, actor.memberId));
  }

  @Get('members/:id/personal-data')
  @Policy('personal-data.read')
  @ApiOperation({ summary: 'Everything that is kept about a member, to hand it to them' })
  @ApiOkResponse({ type: dto.PersonalDataDto })
  @Errors('not-found')
  async ofMember(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<StreamableFile> {
    return asJson(await this.data.stream(actor, id));
  }

  @Get('members/:id/personal-data.pdf')
  @Policy('personal-data.read')
  @ApiOperation({
    summary: 'The same on paper',
    description: 'Of long tables the first 1,000 rows, and how many there are.',
  })
  @PdfFile()
  @Errors('not-found')
  async ofMemberPdf(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<StreamableFile> {
    return asFile(await this.data.pdf(actor, id));
  }

  @Post('me/erase')
  @HttpCode(204)
  @Policy('personal-data.read-own')
  @ApiNoContentResponse({ description: 'Done; the session is over' })
  @ApiOperation({
    summary: 'Leave, and have what names me destroyed',
    description: 'Visits, hours and balances stay as ids alone. It cannot be taken back.',
  })
  @Errors(
    'not-found',
    'erasure-unconfirmed',
    'still-engaged',
    'last-administrator-stays',
    'transition-not-allowed',
  )
  eraseOwn(@Actor() actor: MemberActor, @Body() body: dto.EraseDto): Promise<void> {
    return this.erasure.erase(actor, actor.memberId, body.givenName);
  }

  @Post('members/:id/erase')
  @HttpCode(204)
  @Policy('personal-data.read')
  @ApiNoContentResponse({ description: 'Done' })
  @ApiOperation({ summary: 'Do the same for a member who asked for it' })
  @Errors(
    'not-found',
    'erasure-unconfirmed',
    'still-engaged',
    'last-administrator-stays',
    'transition-not-allowed',
  )
  erase(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.EraseDto,
  ): Promise<void> {
    return this.erasure.erase(actor, id, body.givenName);
  }
}
