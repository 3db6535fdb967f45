import { Clock, CONFIG, LOGGER, type Config, type Logger } from '#platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { runtimeOptions } from './data-source.js';
import { DeadLetters } from './dead-letters.service.js';
import { REACTIONS } from './reactions.js';
import { UnitOfWork } from './unit-of-work.js';

/** The data source (entities come from the rooms' own modules) and the unit of work, for every room. */
@Module({})
export class DatabaseModule {
  static forRoot(applicationName: string): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG, LOGGER],
          useFactory: (config: Config, logger: Logger) =>
            runtimeOptions({
              url: config.databaseUrl,
              pool: config.databasePool,
              waitMs: config.databaseWaitMs,
              logger,
              applicationName,
            }),
        }),
      ],
      providers: [
        DeadLetters,
        {
          provide: UnitOfWork,
          inject: [DataSource, Clock],
          useFactory: (dataSource: DataSource, clock: Clock) => new UnitOfWork(dataSource, clock, REACTIONS),
        },
      ],
      exports: [UnitOfWork, DeadLetters],
    };
  }
}
