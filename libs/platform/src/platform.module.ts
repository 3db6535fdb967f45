import { Module, type DynamicModule } from '@nestjs/common';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import type { Logger } from './logger.js';

export const CONFIG = Symbol('Config');
export const LOGGER = Symbol('Logger');

/** Configuration, clock and logger, made once by the process and injected everywhere. */
@Module({})
export class PlatformModule {
  static forRoot(parts: { config: Config; clock: Clock; logger: Logger }): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: parts.config },
        { provide: Clock, useValue: parts.clock },
        { provide: LOGGER, useValue: parts.logger },
      ],
      exports: [CONFIG, Clock, LOGGER],
    };
  }
}
