import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import type { ApiReply } from './api-request.js';

/** An answer with a version gets it as its ETag, for the If-Match of the edit that may follow. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((answer: unknown) => {
        const version = (answer as { version?: unknown } | null | undefined)?.version;
        if (typeof version === 'number') {
          void context.switchToHttp().getResponse<ApiReply>().header('etag', `"v${version}"`);
        }
      }),
    );
  }
}
