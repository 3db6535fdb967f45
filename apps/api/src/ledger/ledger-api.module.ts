import { LedgerModule } from '#ledger';
import { Module } from '@nestjs/common';
import { ExchangesController } from './exchanges.controller.js';
import { LedgerController } from './ledger.controller.js';

@Module({ imports: [LedgerModule], controllers: [LedgerController, ExchangesController] })
export class LedgerApiModule {}
