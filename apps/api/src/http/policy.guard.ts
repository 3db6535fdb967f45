import { ACTIONS, decide, isComplete, SessionService, type Action } from '#members';
import { CONFIG, type Config } from '#platform';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { accessError } from './access.errors.js';
import { POLICY } from './policy.decorator.js';
import type { ApiRequest } from './api-request.js';
import { sessionToken } from './cookies.js';

/** The one gate: finds who asks, then asks the policy table. A handler without @Policy() is refused. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.get<Action | undefined>(POLICY, context.getHandler());
    if (!action) throw accessError('not-your-role', 'This route has no policy.');
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const token = sessionToken(request, this.config.publicUrl);
    const signedIn = token ? await this.sessions.resolve(token) : undefined;
    const complete = signedIn !== undefined && isComplete(signedIn.secondFactor);
    // Where anyone may ask, whoever still lacks the second factor is anyone, and no member.
    if (signedIn && (complete || ACTIONS[action] !== 'anyone'))
      request.actor = { ...signedIn, requestId: request.id };
    const decision = decide(action, signedIn && { roles: signedIn.roles, complete });
    if (decision === 'sign-in-first') throw accessError('sign-in-first');
    if (decision === 'second-factor-first') throw accessError('second-factor-required');
    if (decision === 'deny') throw accessError('not-your-role');
    return true;
  }
}
