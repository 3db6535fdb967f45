import { RequestsModule } from '#requests';
import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.js';
import { RequestsController } from './requests.controller.js';

@Module({ imports: [RequestsModule], controllers: [RequestsController, CasesController] })
export class RequestsApiModule {}
