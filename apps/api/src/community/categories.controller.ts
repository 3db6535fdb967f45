import {
  CategoryService,
  CredentialTypeService,
  type Category,
  type CredentialType,
  type KnownCheck,
} from '#communities';
import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './categories.dto.js';

@ApiTags('Community')
@Controller('v1')
export class CategoriesController {
  constructor(
    private readonly categories: CategoryService,
    private readonly types: CredentialTypeService,
  ) {}

  @Get('categories')
  @Policy('community.read')
  @ApiOperation({ summary: 'The kinds of help, with what they demand of helpers' })
  @ApiOkResponse({ type: dto.CategoryPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<Category>> {
    return this.categories.listCategories(actor, readPage(query));
  }

  @Post('categories')
  @Policy('category.edit')
  @ApiOperation({ summary: 'Add a kind of help' })
  @ApiCreatedResponse({ type: dto.CategoryDto })
  @Errors('code-taken')
  create(@Actor() actor: MemberActor, @Body() body: dto.NewCategoryDto): Promise<Category> {
    return this.categories.createCategory(actor, body);
  }

  @Patch('categories/:id')
  @Policy('category.edit')
  @ApiOperation({ summary: 'Change a kind of help, or switch it off' })
  @ApiOkResponse({ type: dto.CategoryDto })
  @Errors('not-found', 'stale-version', 'if-match-missing')
  edit(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.EditCategoryDto,
  ): Promise<Category> {
    return this.categories.editCategory(actor, id, version, body);
  }

  @Put('categories/:id/requirements')
  @Policy('category.edit')
  @ApiOperation({ summary: 'Set the credentials it demands', description: 'Matching runs again.' })
  @ApiOkResponse({ type: dto.CategoryDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'unknown-credential-type', 'unknown-municipality')
  setRequirements(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.RequirementsDto,
  ): Promise<Category> {
    const requirements = body.requirements.map((one) => ({
      ...one,
      municipalityId: one.municipalityId ?? null,
      contact: one.contact ?? 'any',
    }));
    return this.categories.setRequirements(actor, id, version, requirements);
  }

  @Get('credential-types')
  @Policy('community.read')
  @ApiOperation({ summary: 'The kinds of checks and trainings' })
  @ApiOkResponse({ type: dto.CredentialTypePageDto })
  @Errors()
  async listTypes(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<CredentialType>> {
    return this.types.listCredentialTypes(actor, readPage(query));
  }

  @Get('known-checks')
  @Policy('community.read')
  @ApiOperation({
    summary: 'The checks that a country’s law knows',
    description:
      'Data to start from. A community that wants one adds it as a credential type, with its legal basis.',
  })
  @ApiOkResponse({ type: dto.KnownChecksDto })
  @Errors()
  listKnownChecks(
    @Actor() actor: MemberActor,
    @Query() { country }: dto.KnownChecksQuery,
  ): Promise<{ items: readonly KnownCheck[] }> {
    return this.types.listKnownChecks(actor, country);
  }

  @Post('credential-types')
  @Policy('credential-type.edit')
  @ApiOperation({ summary: 'Add a kind of check', description: 'With its legal basis.' })
  @ApiCreatedResponse({ type: dto.CredentialTypeDto })
  @Errors('code-taken')
  createType(@Actor() actor: MemberActor, @Body() body: dto.NewCredentialTypeDto): Promise<CredentialType> {
    return this.types.createCredentialType(actor, body);
  }
}
