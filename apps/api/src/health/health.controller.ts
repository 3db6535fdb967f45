import { listMigrations, UnitOfWork } from '#database';
import { commonError } from '#platform';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { ErrorsForAnyone } from '../http/documentation.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { Drain } from './drain.js';

class LiveDto {
  @ApiProperty({ example: 'ok' }) status!: string;
}

class ReadyDto {
  @ApiProperty({ example: 'ok' }) status!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Each part with its state',
    example: { database: { status: 'up', schema: '0010-sessions.sql' } },
  })
  details!: Record<string, unknown>;
}

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly uow: UnitOfWork,
    private readonly drain: Drain,
  ) {}

  @Get('livez')
  @Header('cache-control', 'no-store')
  @Policy('health.read')
  @ApiOperation({ summary: 'The process answers; depends on nothing' })
  @ApiOkResponse({ type: LiveDto })
  @ErrorsForAnyone('unavailable')
  live(): LiveDto {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck({ swaggerDocumentation: false })
  @Policy('health.read')
  @ApiOperation({ summary: 'The database answers and has the schema of this release' })
  @ApiOkResponse({ type: ReadyDto })
  @ErrorsForAnyone('unavailable')
  async ready() {
    if (this.drain.draining) throw commonError('unavailable', 'This process is stopping.');
    try {
      return await this.health.check([() => this.database()]);
    } catch {
      throw commonError('unavailable', 'The database does not answer or has another schema.');
    }
  }

  private async database() {
    const [row] = await this.uow.single<{ name: string }>(
      'SELECT name FROM migration ORDER BY name DESC LIMIT 1',
      () => [],
    );
    const expected = (await listMigrations()).at(-1)?.name;
    if (row?.name !== expected) throw new Error('schema');
    return { database: { status: 'up' as const, schema: row!.name } };
  }
}
