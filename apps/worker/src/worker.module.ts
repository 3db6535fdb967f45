import { AssignmentsModule } from '#assignments';
import { DatabaseModule } from '#database';
import { MatchingModule } from '#matching';
import { AddressChangesService, IdentityModule, JoinRequestService } from '#members';
import { NotificationsModule } from '#notifications';
import { PlatformModule, type Clock, type Config, type Logger } from '#platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { Processors } from './processors.js';

@Module({})
export class WorkerModule {
  static with(parts: { config: Config; clock: Clock; logger: Logger }): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(parts),
        DatabaseModule.forRoot('intreccio-worker'),
        IdentityModule,
        AssignmentsModule,
        MatchingModule,
        NotificationsModule,
      ],
      providers: [Processors, JoinRequestService, AddressChangesService],
    };
  }
}
