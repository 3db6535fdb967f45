import type { Action } from '#members';
import { SetMetadata } from '@nestjs/common';

export const POLICY = 'intreccio:policy';

/** The action of libs/members/src/access/policies.ts that this route is. A route without one fails the start. */
export const Policy = (action: Action) => SetMetadata(POLICY, action);
