import { UnitOfWork } from '#database';
import { IdentityCodec } from '#members';
import { CONFIG, defineErrors, type Config } from '#platform';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { ApiRequest } from './api-request.js';
import { clientNetwork } from './client-network.js';

const limitError = defineErrors({
  'too-many-changes': [429, 'That was a lot within a minute; wait a moment and go on'],
});

const WINDOW_SECONDS = 60;
export const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * How often anything is changed within a minute: by one account, from one network address, by all together. Counted in
 * the database, so that all processes count as one; of an account and an address only a keyed hash is stored, for a
 * day.
 */
@Injectable()
export class WriteLimitGuard implements CanActivate {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    if (READS.has(request.method)) return true;
    const { account, address, all } = this.config.changesPerMinute;
    const limits: [key: Buffer, most: number][] = [
      [this.keyOf(`address ${clientNetwork(request.ip)}`), address],
      [this.keyOf('all'), all],
    ];
    if (request.actor) limits.unshift([this.keyOf(`account ${request.actor.personId}`), account]);
    const [row] = await this.uow.single<{ hits: number[] }>(
      'SELECT count_hits($1, $2, $3) AS hits',
      (now) => [limits.map(([key]) => key), now, WINDOW_SECONDS],
    );
    if (limits.some(([, most], at) => row!.hits[at]! > most)) throw limitError('too-many-changes');
    return true;
  }

  private keyOf(what: string): Buffer {
    return this.codec.hash('changes', what);
  }
}
