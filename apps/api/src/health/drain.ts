import { Injectable } from '@nestjs/common';

/** Set when the process begins to stop: readiness fails first, so that no new request is sent here. */
@Injectable()
export class Drain {
  draining = false;
}
