import { MembersModule } from '#members';
import { Module } from '@nestjs/common';
import { ErasureService } from './privacy/erasure.service.js';
import { PersonalDataService } from './privacy/personal-data.service.js';
import { GivenHoursService } from './given/given-hours.service.js';
import { CertificatePaperService } from './paper/certificate-paper.service.js';
import { RegisterPaperService } from './paper/register-paper.service.js';
import { QueueService } from './queue.service.js';
import { StatisticsService } from './statistics.service.js';

const SERVICES = [
  QueueService,
  GivenHoursService,
  CertificatePaperService,
  RegisterPaperService,
  PersonalDataService,
  ErasureService,
  StatisticsService,
];

/** The room of the desk's queue and the community's figures. */
@Module({ imports: [MembersModule], providers: SERVICES, exports: SERVICES })
export class ReportingModule {}
