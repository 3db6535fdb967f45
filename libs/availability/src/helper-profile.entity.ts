import type { LocalDay } from '#platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A helper's limits; an offer may only tighten them. */
@Entity('helper_profile')
export class HelperProfileEntity {
  @PrimaryColumn('uuid', { name: 'community_id' })
  communityId!: string;
  @PrimaryColumn('uuid', { name: 'member_id' })
  memberId!: string;
  @Column('uuid', { name: 'zone_id' })
  zoneId!: string;
  @Column('integer', { name: 'weekly_minutes' })
  weeklyMinutes!: number;
  @Column('integer', { name: 'break_minutes' })
  breakMinutes!: number;
  @Column('integer', { name: 'asks_per_day', nullable: true })
  asksPerDay!: number | null;
  @Column('integer', { name: 'asks_per_week', nullable: true })
  asksPerWeek!: number | null;
  @Column('date', { name: 'paused_until', nullable: true })
  pausedUntil!: LocalDay | null;
  @Column('integer')
  version!: number;
}
