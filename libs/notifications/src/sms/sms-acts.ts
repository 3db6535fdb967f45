import { AssignmentsService, HoursService, SeatsService } from '#assignments';
import type { MemberActor } from '#database';
import { ReplacementsService } from '#matching';
import { Injectable } from '@nestjs/common';
import type { Act } from './sms-reply.rules.js';

/** Is what was asked for all done, or does somebody else still have to say yes? */
export type ActResult = 'settled' | 'noted';

/** What a reply does: the same use cases as a tap on the page. */
@Injectable()
export class SmsActs {
  constructor(
    private readonly assignments: AssignmentsService,
    private readonly seats: SeatsService,
    private readonly hours: HoursService,
    private readonly replacements: ReplacementsService,
  ) {}

  /**
   * @param id the record the question was about
   * @returns `settled` when another message tells the outcome anyway
   * @throws DomainError of the use case
   */
  async take(act: Act, actor: MemberActor, id: string): Promise<ActResult> {
    switch (act) {
      case 'accept':
        return (await this.assignments.accept(actor, id)).state === 'confirmed' ? 'settled' : 'noted';
      case 'guardian-yes':
        await this.assignments.guardianYes(actor, id, { channel: 'sms' });
        return 'settled';
      default:
        await this.simple(act, actor, id);
        return 'noted';
    }
  }

  private async simple(
    act: Exclude<Act, 'accept' | 'guardian-yes'>,
    actor: MemberActor,
    id: string,
  ): Promise<void> {
    switch (act) {
      case 'decline':
        return void (await this.assignments.decline(actor, id));
      case 'guardian-no':
        return void (await this.assignments.guardianNo(actor, id, { channel: 'sms' }));
      case 'take-place':
        return void (await this.replacements.accept(actor, id));
      case 'leave-place':
        return this.replacements.decline(actor, id);
      case 'confirm-hours':
        return void (await this.hours.confirm(actor, id));
      case 'reconfirm':
        return void (await this.seats.reconfirm(actor, id));
      case 'arrive':
        return void (await this.seats.arrived(actor, id));
      case 'hand-over':
        return void (await this.seats.handedOver(actor, id));
      case 'arrive-and-hand-over':
        await this.seats.arrived(actor, id);
        return void (await this.seats.handedOver(actor, id));
    }
  }
}
