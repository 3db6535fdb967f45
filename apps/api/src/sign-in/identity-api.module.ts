import { IdentitySignInService, IssuerClient, MembersModule } from '#members';
import { Module } from '@nestjs/common';
import { IdentityLinksController } from './identity-links.controller.js';
import { ProvidersController } from './providers.controller.js';

/** Signing in through OpenID Connect issuers, and who signs in as whom by them. */
@Module({
  imports: [MembersModule],
  controllers: [ProvidersController, IdentityLinksController],
  providers: [IssuerClient, IdentitySignInService],
})
export class IdentityApiModule {}
