import { PlaceEditsService, type Municipality } from '#communities';
import type { MemberActor } from '#database';
import { Body, Controller, Delete, HttpCode, Param, Patch } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './places.dto.js';

@ApiTags('Community')
@Controller('v1/municipalities')
export class PlaceEditsController {
  constructor(private readonly places: PlaceEditsService) {}

  @Patch(':id')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Correct the name of a municipality' })
  @ApiOkResponse({ type: dto.MunicipalityDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'name-taken')
  renameMunicipality(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.CorrectNameDto,
  ): Promise<Municipality> {
    return this.places.renameMunicipality(actor, id, version, body.name);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy('community.edit')
  @ApiOperation({
    summary: 'Remove a municipality that nothing points to',
    description: 'Its zones go first. What points to it is named.',
  })
  @ApiNoContentResponse({ description: 'Done' })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'still-used')
  removeMunicipality(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
  ): Promise<void> {
    return this.places.removeMunicipality(actor, id, version);
  }

  @Patch(':id/zones/:zoneId')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Correct the name of a zone', description: 'The version is its municipality’s.' })
  @ApiOkResponse({ type: dto.MunicipalityDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'name-taken')
  renameZone(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Param('zoneId', idParam) zoneId: string,
    @IfMatch() version: number,
    @Body() body: dto.CorrectNameDto,
  ): Promise<Municipality> {
    return this.places.renameZone(actor, { id, zoneId }, version, body.name);
  }

  @Delete(':id/zones/:zoneId')
  @Policy('community.edit')
  @ApiOperation({
    summary: 'Remove a zone that nothing points to, with its minutes by road',
    description: 'The version is its municipality’s. What points to it is named.',
  })
  @ApiOkResponse({ type: dto.MunicipalityDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'still-used')
  removeZone(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Param('zoneId', idParam) zoneId: string,
    @IfMatch() version: number,
  ): Promise<Municipality> {
    return this.places.removeZone(actor, { id, zoneId }, version);
  }
}
