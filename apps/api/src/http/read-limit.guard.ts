import { UnitOfWork } from '#database';
import { IdentityCodec, type Action } from '#members';
import { Clock, CONFIG, defineErrors, type Config } from '#platform';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from './api-request.js';
import { clientNetwork } from './client-network.js';
import { POLICY } from './policy.decorator.js';
import { SharedCount } from './shared-count.js';
import { READS } from './write-limit.guard.js';

const limitError = defineErrors({
  'too-many-reads': [429, 'That was a lot within a minute; wait a moment and go on'],
});

const WINDOW_SECONDS = 60;
/** A watchdog that is turned away takes the process for dead. */
const NEVER_REFUSED: Action = 'health.read';

/**
 * How often anything is read within a minute: by one account, from one network address, by all together, counted by all
 * processes as one. Whoever copies a district's people page by page, or tries addresses one by one, is slowed down.
 */
@Injectable()
export class ReadLimitGuard implements CanActivate {
  private readonly counted: SharedCount;

  constructor(
    uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly clock: Clock,
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.counted = new SharedCount(WINDOW_SECONDS, async (keys, adds, now) => {
      const [row] = await uow.single<{ hits: number[] }>('SELECT add_hits($1, $2, $3, $4) AS hits', () => [
        keys,
        adds,
        now,
        WINDOW_SECONDS,
      ]);
      return row!.hits;
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    if (!READS.has(request.method)) return true;
    if (this.reflector.get<Action>(POLICY, context.getHandler()) === NEVER_REFUSED) return true;
    const { account, address, all } = this.config.readsPerMinute;
    // From the narrowest to the widest, as the database locks them.
    const limits = [
      { key: this.keyOf(`address ${clientNetwork(request.ip)}`), most: address },
      { key: this.keyOf('all'), most: all },
    ];
    if (request.actor)
      limits.unshift({ key: this.keyOf(`account ${request.actor.personId}`), most: account });
    if (!(await this.counted.holds(limits, this.clock.now()))) throw limitError('too-many-reads');
    return true;
  }

  private keyOf(what: string): Buffer {
    return this.codec.hash('reads', what);
  }
}
