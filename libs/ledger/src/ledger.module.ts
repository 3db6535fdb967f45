import { Module } from '@nestjs/common';
import { DeskAccountsService } from './desk-accounts.service.js';
import { ExchangesService } from './exchanges.service.js';
import { LedgerService } from './ledger.service.js';
import { SharedAccountsService } from './shared-accounts.service.js';

const SERVICES = [LedgerService, DeskAccountsService, ExchangesService, SharedAccountsService];

@Module({ providers: SERVICES, exports: SERVICES })
export class LedgerModule {}
