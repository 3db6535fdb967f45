import { DatabaseModule } from '#database';
import { IdentityModule } from '#members';
import { PlatformModule, type Clock, type Config, type Logger } from '#platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HttpModule } from './http/http.module.js';

/** The API: the rooms' features on HTTP. */
@Module({})
export class ApiModule {
  static with(parts: { config: Config; clock: Clock; logger: Logger }): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.forRoot(parts), DatabaseModule.forRoot('intreccio-api'), IdentityModule, DiscoveryModule, HttpModule],
    };
  }
}
