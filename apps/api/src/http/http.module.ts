import {
  AuthenticatorService,
  FactorService,
  PasskeyService,
  PhoneCodeService,
  RecentProofService,
  SessionService,
  SignInService,
} from '#members';
import { MailModule, SmsModule } from '#notifications';
import { LOGGER, type Logger } from '#platform';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { Drain } from '../health/drain.js';
import { HealthController } from '../health/health.controller.js';
import { FactorResetController } from '../second-factor/factor-reset.controller.js';
import { OwnFactorsController } from '../second-factor/own-factors.controller.js';
import { ProofController } from '../second-factor/proof.controller.js';
import { SecondFactorController } from '../second-factor/second-factor.controller.js';
import { SignInSessionController } from '../sign-in/sign-in-session.controller.js';
import { SignInController } from '../sign-in/sign-in.controller.js';
import { Welcome } from '../sign-in/welcome.js';
import { EtagInterceptor } from './etag.interceptor.js';
import { FreshProofGuard } from './fresh-proof.guard.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { PolicyGuard } from './policy.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { ReadLimitGuard } from './read-limit.guard.js';
import { validation } from './validation.js';
import { WriteLimitGuard } from './write-limit.guard.js';

/** What every route passes: gate, validation, ETag, idempotency, problems; and signing in, health. */
@Global()
@Module({
  imports: [TerminusModule, MailModule, SmsModule],
  controllers: [
    HealthController,
    SignInController,
    SignInSessionController,
    SecondFactorController,
    OwnFactorsController,
    FactorResetController,
    ProofController,
  ],
  providers: [
    Drain,
    SessionService,
    SignInService,
    PhoneCodeService,
    AuthenticatorService,
    PasskeyService,
    FactorService,
    RecentProofService,
    Welcome,
    { provide: APP_GUARD, useClass: PolicyGuard },
    // After the gate, which says whose account it is.
    { provide: APP_GUARD, useClass: WriteLimitGuard },
    { provide: APP_GUARD, useClass: ReadLimitGuard },
    { provide: APP_GUARD, useClass: FreshProofGuard },
    { provide: APP_PIPE, useValue: validation },
    // The ETag outside: an answer that was kept gets it as well.
    { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, inject: [LOGGER], useFactory: (logger: Logger) => new ProblemFilter(logger) },
  ],
  exports: [SessionService, SignInService, Welcome, Drain],
})
export class HttpModule {}
