import { Module } from '@nestjs/common';
import { ExchangesService } from './exchanges.service.js';
import { LedgerService } from './ledger.service.js';

const SERVICES = [LedgerService, ExchangesService];

@Module({ providers: SERVICES, exports: SERVICES })
export class LedgerModule {}
