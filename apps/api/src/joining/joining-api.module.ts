import { InvitationService, JoinRequestService, JoinService, ProveAddressService } from '#members';
import { JoinLettersModule } from '#notifications';
import { Module } from '@nestjs/common';
import { InvitationsController } from './invitations.controller.js';
import { JoinRequestsController } from './join-requests.controller.js';
import { JoiningController } from './joining.controller.js';

@Module({
  imports: [JoinLettersModule],
  controllers: [InvitationsController, JoinRequestsController, JoiningController],
  providers: [InvitationService, JoinRequestService, JoinService, ProveAddressService],
})
export class JoiningApiModule {}
