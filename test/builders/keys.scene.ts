import { MemberService } from '#members';
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { sealedTables, type SealedTable } from '../../apps/cli/src/keys/sealed-tables.js';
import { buildCommunity } from './community.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { buildEveryRecord } from './records.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

/** `world.codec`'s master key. */
const MASTER = Buffer.alloc(32, 7);

const inDays = (days: number) => new Date(START.getTime() + days * 86_400_000);

/** A community whose every sealed value is there, also as it was sealed before there were data keys. */
export class KeysScene {
  world!: TestWorld;
  owner!: Client;
  tables!: SealedTable[];
  people!: CommunityPeople;

  async open(): Promise<this> {
    this.world = await openWorld();
    this.owner = new Client({ connectionString: this.world.url });
    await this.owner.connect();
    this.tables = await sealedTables(this.owner);
    return this;
  }

  async begin(): Promise<this> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    return this;
  }

  async close(): Promise<void> {
    await this.owner.end();
    await this.world.close();
  }

  readonly everything = () => buildEveryRecord(this.world.uow, this.owner, this.people, inDays(2));

  readonly keysOf = async (id = this.people.id) => {
    const { rows } = await this.owner.query<{ version: number; bytes: number; settled: boolean }>(
      `SELECT version, octet_length(wrapped) AS bytes, settled_at IS NOT NULL AS settled FROM community_key
     WHERE community_id = $1 ORDER BY version`,
      [id],
    );
    return rows;
  };

  /** A value as it was sealed before communities had keys of their own. */
  readonly sealedAsBefore = (place: string, rowId: string, text: string): Buffer => {
    const key = Buffer.from(hkdfSync('sha256', MASTER, 'intreccio', `seal:${this.people.id}`, 32));
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(`${this.people.id}|${place}|${rowId}`));
    return Buffer.concat([Buffer.from([1]), nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  };

  /** A family with two values from before, in a community that has its key. */
  readonly familyFromBefore = async () => {
    const family = await this.people.family({ givenName: 'Sara' });
    await this.owner.query('UPDATE member_identity SET given_name_sealed = $2 WHERE member_id = $1', [
      family.memberId,
      this.sealedAsBefore('member_identity.given_name', family.memberId, 'Sara'),
    ]);
    await this.owner.query('UPDATE household SET address_sealed = $2 WHERE id = $1', [
      family.householdId,
      this.sealedAsBefore('household.address', family.householdId, 'Via Vecchia 1'),
    ]);
    return family;
  };

  readonly nameOf = async (memberId: string, codec = this.world.codec) => {
    const member = await new MemberService(this.world.uow, codec).readMember(
      await this.people.coordinator(),
      memberId,
    );
    return member.givenName;
  };
}
