import { CONFIG, type Config } from '#platform';
import { Global, Module } from '@nestjs/common';
import { IdentityCodec } from './identity-codec.js';

/** The codec of personal columns, for every room. */
@Global()
@Module({
  providers: [
    {
      provide: IdentityCodec,
      inject: [CONFIG],
      useFactory: (config: Config) => new IdentityCodec(config.secretKey),
    },
  ],
  exports: [IdentityCodec],
})
export class IdentityModule {}
