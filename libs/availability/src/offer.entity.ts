import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Regime, SeatsByType } from './live-offers.query.js';

/** What a helper gives: of which kinds, to whom, how far. When is the helper's availability. */
@Entity('offer')
export class OfferEntity {
  @PrimaryColumn('uuid', { name: 'community_id' })
  communityId!: string;
  @PrimaryColumn('uuid')
  id!: string;
  @Column('uuid', { name: 'member_id' })
  memberId!: string;
  @Column('text')
  state!: 'live' | 'withdrawn';
  @Column('text')
  regime!: Regime;
  @Column('uuid', { name: 'category_ids', array: true })
  categoryIds!: string[];
  @Column('text', { array: true })
  subjects!: string[];
  @Column('text', { array: true })
  languages!: string[];
  @Column('text', { name: 'age_bands', array: true })
  ageBands!: string[];
  @Column('text', { array: true })
  mobility!: string[];
  @Column('integer', { name: 'max_travel_minutes' })
  maxTravelMinutes!: number;
  @Column('uuid', { name: 'municipality_ids', array: true })
  municipalityIds!: string[];
  @Column('jsonb')
  seats!: SeatsByType;
  @Column('integer', { name: 'weekly_minutes', nullable: true })
  weeklyMinutes!: number | null;
  @Column('integer')
  version!: number;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
}
