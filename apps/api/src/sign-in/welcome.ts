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
import { browserToken, deviceToken, setCookie } from '../http/cookies.js';
import type { MeDto } from './sign-in.dto.js';

const SESSION_SECONDS = SESSION_DAYS * 86_400;
const BROWSER_SECONDS = 3_600;
/** As long as browsers keep a cookie at all. */
const DEVICE_SECONDS = 400 * 86_400;

/** What every way in does at the door: knows the browser again, hands out the session's cookie and takes it back. */
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

  /** The browser that asks for a code or a link, under a cookie that proves at the end that it is the same. */
  browserOf(request: ApiRequest, reply: ApiReply): string {
    const token = this.browserThatAsked(request) ?? newToken();
    setCookie(reply, 'browser', token, BROWSER_SECONDS, this.config.publicUrl);
    return token;
  }

  browserThatAsked(request: ApiRequest): string | undefined {
    return browserToken(request, this.config.publicUrl);
  }

  in(reply: ApiReply, { token, actor }: SignedIn): MeDto {
    setCookie(reply, 'session', token, SESSION_SECONDS, this.config.publicUrl);
    // Whose sign-in it was is known only now; the security log names them.
    (reply.request as ApiRequest).actor = actor;
    return describeMe(actor, this.clock.now());
  }

  out(reply: ApiReply): void {
    setCookie(reply, 'session', '', 0, this.config.publicUrl);
  }
}

export function describeMe({ memberId, communityId, roles, secondFactor }: SignedInActor, now: Date): MeDto {
  return { memberId, communityId, roles, secondFactor, now };
}
