import { LedgerModule } from '#ledger';
import { Module } from '@nestjs/common';
import { ExchangesController } from './exchanges.controller.js';
import { LedgerController } from './ledger.controller.js';
import { SharedAccountsController } from './shared-accounts.controller.js';

@Module({
  imports: [LedgerModule],
  controllers: [LedgerController, SharedAccountsController, ExchangesController],
})
export class LedgerApiModule {}
