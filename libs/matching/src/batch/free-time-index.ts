import type { LiveOffer } from '#availability';
import type { MatchingFacts } from '../facts.js';
import { addBit, keepBits, noBits, type Bits } from './bits.js';

const SLOT_MS = 30 * 60_000;

/** Free time of all helpers by half-hours: who is free throughout one, who for some of it. */
export class FreeTimeIndex {
  private readonly first: number;
  private readonly throughout: Bits[] = [];
  private readonly partly: Bits[] = [];

  constructor(facts: MatchingFacts, offers: readonly LiveOffer[]) {
    this.first = Math.floor(facts.now / SLOT_MS);
    const last = facts.visits.reduce((most, { windowEnd }) => Math.max(most, windowEnd), facts.now);
    const count = Math.max(0, Math.ceil(last / SLOT_MS) - this.first);
    for (let slot = 0; slot < count; slot += 1) {
      this.throughout.push(noBits(offers.length));
      this.partly.push(noBits(offers.length));
    }
    offers.forEach(({ memberId }, position) => {
      for (const { start, end } of facts.free.get(memberId) ?? []) this.add(position, start, end);
    });
  }

  /**
   * Leaves those who may be free for the whole of [start, end).
   * @returns whether they surely are: where the ends lie on half-hours nothing else has to be looked at
   */
  keepFree(bits: Bits, start: number, end: number): boolean {
    const [from, to] = [Math.floor(start / SLOT_MS), Math.ceil(end / SLOT_MS)];
    for (let slot = from; slot < to; slot += 1) {
      const whole = slot * SLOT_MS >= start && (slot + 1) * SLOT_MS <= end;
      const free = (whole ? this.throughout : this.partly)[slot - this.first];
      if (free) keepBits(bits, free);
      else bits.fill(0);
    }
    return start % SLOT_MS === 0 && end % SLOT_MS === 0;
  }

  private add(position: number, start: number, end: number): void {
    const [from, to] = [Math.floor(start / SLOT_MS), Math.ceil(end / SLOT_MS)];
    for (let slot = from; slot < to; slot += 1) {
      const index = slot - this.first;
      if (index < 0 || index >= this.partly.length) continue;
      addBit(this.partly[index]!, position);
      if (slot * SLOT_MS >= start && (slot + 1) * SLOT_MS <= end) addBit(this.throughout[index]!, position);
    }
  }
}
