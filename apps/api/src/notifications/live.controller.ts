import { LIVE_KINDS } from '#database';
import type { SignedInActor } from '#members';
import { LiveService, type LiveEvent } from '#notifications';
import { Controller, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Observable } from 'rxjs';
import { Errors } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';

/** Proxies close what is silent for longer. */
const HEARTBEAT_MS = 20_000;
/** Then the browser connects anew, and is asked again who it is. */
const LONGEST_MS = 10 * 60_000;
const RETRY_MS = 2_000;

@ApiTags('Live')
@Controller('v1')
export class LiveController {
  constructor(private readonly live: LiveService) {}

  @Sse('events')
  @Policy('live.listen')
  @ApiOperation({
    summary: 'What changes, as it changes (Server-Sent Events)',
    description: `Kinds and ids alone: ${LIVE_KINDS.join(', ')}; \`look-again\` when events may have been missed, \`heartbeat\` every 20 s. Ends after ten minutes; connect again.`,
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'A stream without end',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example: 'event: request.changed\ndata: {"id":"0199a1b2-0000-7000-8000-000000000001"}\n\n',
      },
    },
  })
  @Errors('too-many-streams')
  async events(
    @Actor() actor: SignedInActor,
    @SseSignal() gone: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    const stream = new LiveStream();
    const stop = await this.live.listen(
      actor,
      (event) => stream.hear(event),
      () => stream.end(),
    );
    // Whoever left while we were at it has no reader that would stop it.
    if (gone.aborted) stop();
    else gone.addEventListener('abort', stop, { once: true });
    return stream.messages();
  }
}

/** What is heard between the opening of the stream and its first reader waits. */
class LiveStream {
  private waiting: MessageEvent[] = [{ type: 'heartbeat', data: '{}', retry: RETRY_MS }];
  private send: ((message: MessageEvent) => void) | undefined;
  private complete: (() => void) | undefined;
  private ended = false;

  hear(event: LiveEvent): void {
    const message = { type: event.kind, data: 'id' in event ? { id: event.id } : {} };
    if (this.send) this.send(message);
    else this.waiting.push(message);
  }

  end(): void {
    this.ended = true;
    this.complete?.();
  }

  messages(): Observable<MessageEvent> {
    return new Observable((reader) => {
      for (const message of this.waiting) reader.next(message);
      this.waiting = [];
      this.send = (message) => reader.next(message);
      this.complete = () => reader.complete();
      const heartbeat = setInterval(() => reader.next({ type: 'heartbeat', data: '{}' }), HEARTBEAT_MS);
      const longest = setTimeout(() => reader.complete(), LONGEST_MS);
      if (this.ended) reader.complete();
      return () => {
        clearInterval(heartbeat);
        clearTimeout(longest);
      };
    });
  }
}
