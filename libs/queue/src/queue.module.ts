import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type InjectionToken,
} from '@nestjs/common';
import { openQueueBackend, QueueBackend } from './queue-backend.js';
import type { QueueBackendOptions } from './queue-types.js';

/** Injection token of the process's `QueueBackend`. */
export const QUEUE_BACKEND = Symbol('QUEUE_BACKEND');

/** Provides the queues everywhere and closes them before the database goes: running jobs still need it. */
@Module({})
export class QueueModule implements BeforeApplicationShutdown {
  constructor(@Inject(QUEUE_BACKEND) private readonly backend: QueueBackend) {}

  static forRoot(options: QueueBackendOptions): DynamicModule {
    return QueueModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync<Injected extends unknown[]>(options: {
    inject?: InjectionToken[];
    useFactory: (...injected: Injected) => QueueBackendOptions;
  }): DynamicModule {
    const backend = {
      provide: QUEUE_BACKEND,
      inject: options.inject ?? [],
      useFactory: (...injected: Injected) => openQueueBackend(options.useFactory(...injected)),
    };
    return { module: QueueModule, global: true, providers: [backend], exports: [backend] };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.backend.close();
  }
}
