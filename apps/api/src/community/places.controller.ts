import { MunicipalityService, type Municipality, type RoadMinutes } from '#communities';
import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './places.dto.js';

@ApiTags('Community')
@Controller('v1')
export class PlacesController {
  constructor(private readonly municipalities: MunicipalityService) {}

  @Get('municipalities')
  @Policy('community.read')
  @ApiOperation({ summary: 'The municipalities with their zones' })
  @ApiOkResponse({ type: dto.MunicipalityPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<Municipality>> {
    return this.municipalities.listMunicipalities(actor, readPage(query));
  }

  @Post('municipalities')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Add a municipality' })
  @ApiCreatedResponse({ type: dto.MunicipalityDto })
  @Errors('name-taken')
  create(@Actor() actor: MemberActor, @Body() body: dto.NewMunicipalityDto): Promise<Municipality> {
    return this.municipalities.createMunicipality(actor, body);
  }

  @Post('municipalities/:id/zones')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Add a zone to a municipality' })
  @ApiCreatedResponse({ type: dto.MunicipalityDto })
  @Errors('not-found', 'name-taken')
  addZone(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.NewZoneDto,
  ): Promise<Municipality> {
    return this.municipalities.addZone(actor, id, body);
  }

  @Get('road-minutes')
  @Policy('community.read')
  @ApiOperation({ summary: 'Minutes by road from a zone', description: 'What is not there is not known.' })
  @ApiOkResponse({ type: dto.RoadPairPageDto })
  @Errors('unknown-zone')
  async listRoadMinutes(
    @Actor() actor: MemberActor,
    @Query() query: dto.RoadMinutesQueryDto,
  ): Promise<Page<RoadMinutes>> {
    return this.municipalities.listRoadMinutes(actor, query.fromZoneId, readPage(query));
  }

  @Put('road-minutes')
  @Policy('community.edit')
  @ApiOperation({ summary: 'Set minutes by road between zones', description: 'Matching runs again.' })
  @ApiOkResponse({ type: dto.WrittenDto })
  @Errors('unknown-zone')
  putRoadMinutes(@Actor() actor: MemberActor, @Body() body: dto.RoadMinutesDto): Promise<dto.WrittenDto> {
    return this.municipalities.putRoadMinutes(actor, body.pairs);
  }
}
