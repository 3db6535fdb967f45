import { RecentProofService } from '#members';
import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from './api-request.js';

export const FRESH_PROOF = 'intreccio:fresh-proof';

/** Whoever calls this route has proved within a quarter of an hour that it is them; else `recent-proof-needed`. */
export const FreshProof = () => SetMetadata(FRESH_PROOF, true);

/** After the policy's gate, which found who asks: a session that somebody left open, or took, changes no way in. */
@Injectable()
export class FreshProofGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly proofs: RecentProofService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.reflector.get<true | undefined>(FRESH_PROOF, context.getHandler())) return true;
    await this.proofs.require(context.switchToHttp().getRequest<ApiRequest>().actor!);
    return true;
  }
}
