import { Module } from '@nestjs/common';
import { ExchangesService } from './exchanges.service.js';
import { LedgerService } from './ledger.service.js';
import { SharedAccountsService } from './shared-accounts.service.js';

const SERVICES = [LedgerService, ExchangesService, SharedAccountsService];

@Module({ providers: SERVICES, exports: SERVICES })
export class LedgerModule {}
