import { Module } from '@nestjs/common';
import { MemberService } from './members/member.service.js';

const SERVICES = [MemberService];

/** The room of people: members, households, credentials, who may see what. */
@Module({ providers: SERVICES, exports: SERVICES })
export class MembersModule {}
