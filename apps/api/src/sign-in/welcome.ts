import {
  browserKind,
  newToken,
  SESSION_DAYS,
  type Device,
  type SignedIn,
  type SignedInActor,
} from '#members';
import { Clock, CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { deviceToken, setCookie } from '../http/cookies.js';
import type { MeDto } from './sign-in.dto.js';

const SESSION_SECONDS = SESSION_DAYS * 86_400;
/** As long as browsers keep a cookie at all. */
const DEVICE_SECONDS = 400 * 86_400;

/** What every way in does at the door: knows the browser again, hands out the session's cookie, says who one is here. */
@Injectable()
export class Welcome {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The browser that asks, under a cookie that is made when it has none. */
  deviceOf(request: ApiRequest, reply: ApiReply): Device {
    const token = deviceToken(request, this.config.publicUrl) ?? newToken();
    setCookie(reply, 'device', token, DEVICE_SECONDS, this.config.publicUrl);
    return { token, ...browserKind(request.headers['user-agent']) };
  }

  in(reply: ApiReply, { token, actor }: SignedIn): MeDto {
    setCookie(reply, 'session', token, SESSION_SECONDS, this.config.publicUrl);
    // Whose sign-in it was is known only now; the security log names them.
    (reply.request as ApiRequest).actor = actor;
    return describeMe(actor, this.clock.now());
  }
}

export function describeMe({ memberId, communityId, roles, secondFactor }: SignedInActor, now: Date): MeDto {
  return { memberId, communityId, roles, secondFactor, now };
}
