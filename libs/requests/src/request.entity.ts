import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDay } from '#platform';
import type { RequestState } from './request.machine.js';

export type Regime = 'volunteer' | 'timebank';
export type Urgency = 'normal' | 'soon' | 'urgent';
export type Channel = 'web' | 'phone' | 'desk' | 'referral';

/** What a household asks for. Zones are public to matching; addresses and the note are sealed. */
@Entity('request')
export class RequestEntity {
  @PrimaryColumn('uuid', { name: 'community_id' })
  communityId!: string;
  @PrimaryColumn('uuid')
  id!: string;
  @Column('uuid', { name: 'household_id' })
  householdId!: string;
  @Column('uuid', { name: 'category_id' })
  categoryId!: string;
  @Column('text')
  state!: RequestState;
  @Column('uuid', { name: 'asked_by' })
  askedBy!: string;
  @Column('uuid', { name: 'on_behalf_of', nullable: true })
  onBehalfOf!: string | null;
  @Column('text')
  channel!: Channel;
  /** Of a request entered for somebody: the language they spoke, and when the notice on their data was read to them. */
  @Column('text', { name: 'spoken_language', nullable: true })
  spokenLanguage!: string | null;
  @Column('timestamptz', { name: 'notice_read_at', nullable: true })
  noticeReadAt!: Date | null;
  /** The request whose visits this one takes up at another time. */
  @Column('uuid', { name: 'continues_id', nullable: true })
  continuesId!: string | null;

  @Column('uuid', { name: 'zone_id' })
  zoneId!: string;
  /** null: the household's own address. */
  @Column('bytea', { name: 'address_sealed', nullable: true })
  addressSealed!: Buffer | null;
  @Column('uuid', { name: 'drop_off_zone_id', nullable: true })
  dropOffZoneId!: string | null;
  @Column('bytea', { name: 'drop_off_address_sealed', nullable: true })
  dropOffAddressSealed!: Buffer | null;

  @Column('text')
  frequency!: 'once' | 'weekly';
  @Column('date', { name: 'first_day' })
  firstDay!: LocalDay;
  @Column('date', { name: 'until_day' })
  untilDay!: LocalDay;
  @Column('smallint', { array: true })
  weekdays!: number[];
  @Column('integer', { name: 'start_minute' })
  startMinute!: number;
  @Column('integer', { name: 'end_minute' })
  endMinute!: number;
  @Column('integer', { name: 'duration_minutes' })
  durationMinutes!: number;
  @Column('integer', { name: 'return_start_minute', nullable: true })
  returnStartMinute!: number | null;
  @Column('integer', { name: 'return_end_minute', nullable: true })
  returnEndMinute!: number | null;

  @Column('text', { array: true })
  subjects!: string[];
  @Column('text', { array: true })
  languages!: string[];
  @Column('text', { array: true })
  mobility!: string[];
  @Column('integer', { name: 'seats_needed' })
  seatsNeeded!: number;
  @Column('text')
  urgency!: Urgency;
  @Column('text', { array: true })
  regimes!: Regime[];
  @Column('uuid', { name: 'payer_member_id', nullable: true })
  payerMemberId!: string | null;
  @Column('uuid', { name: 'payer_account_id', nullable: true })
  payerAccountId!: string | null;
  @Column('uuid', { name: 'preferred_helper_id', nullable: true })
  preferredHelperId!: string | null;
  @Column('text', { nullable: true })
  school!: string | null;
  @Column('bytea', { name: 'note_sealed', nullable: true })
  noteSealed!: Buffer | null;

  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId!: string | null;
  @Column('uuid', { name: 'cover_id', nullable: true })
  coverId!: string | null;
  @Column('date', { name: 'call_back_on', nullable: true })
  callBackOn!: LocalDay | null;
  @Column('integer')
  version!: number;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
  @Column({ type: 'timestamptz', name: 'opened_at', precision: 3, nullable: true })
  openedAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'closed_at', precision: 3, nullable: true })
  closedAt!: Date | null;
}
