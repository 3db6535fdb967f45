import { OwnAddressService } from '#members';
import { JoinLettersModule } from '#notifications';
import { Module } from '@nestjs/common';
import { AddressesController } from './addresses.controller.js';

@Module({
  imports: [JoinLettersModule],
  controllers: [AddressesController],
  providers: [OwnAddressService],
})
export class AddressesApiModule {}
