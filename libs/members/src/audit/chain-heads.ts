import type { Tx } from '#database';
import { newId } from '#platform';

/** The last link of a chain: of the record of reads, or of an organisation's register (null: the community's own). */
export interface ChainHead {
  readonly chain: 'audit' | 'register';
  readonly organisation: string | null;
  readonly number: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** The heads of the community $1. */
export const CHAIN_HEADS = `
  SELECT 'audit' AS chain, NULL::uuid AS organisation, seal_number AS number, encode(seal_hash, 'hex') AS hash
  FROM (SELECT * FROM audit_record WHERE community_id = $1 AND seal_number IS NOT NULL ORDER BY seal_number DESC LIMIT 1) a
  UNION ALL SELECT 'register', organisation_id, number, encode(hash, 'hex')
  FROM (SELECT DISTINCT ON (organisation_id) * FROM register_entry WHERE community_id = $1
    ORDER BY organisation_id, number DESC) r`;

/** SQL: is the head `h` (chain, organisation_id, number, hash) a link of the community's chain still? */
export const HEAD_STANDS = `CASE h.chain
  WHEN 'audit' THEN EXISTS (SELECT FROM audit_record a
    WHERE a.community_id = $1 AND a.seal_number = h.number AND a.seal_hash = h.hash)
  ELSE EXISTS (SELECT FROM register_entry r WHERE r.community_id = $1
    AND r.organisation_id IS NOT DISTINCT FROM h.organisation_id AND r.number = h.number AND r.hash = h.hash) END`;

/** Keeps the heads of the day for good; one that stands there already is not kept twice. @returns all of them */
export async function keepHeads(tx: Tx): Promise<ChainHead[]> {
  const heads = await tx.sql<ChainHead>(CHAIN_HEADS, [tx.communityId]);
  await tx.sql(
    `INSERT INTO chain_head (community_id, id, chain, organisation_id, number, hash, exported_at)
     SELECT $1, h.id, h.chain, h.organisation, h.number, decode(h.hash, 'hex'), $2
     FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::text[]) AS h (id, chain, organisation, number, hash)
     ON CONFLICT DO NOTHING`,
    [
      tx.communityId,
      tx.now,
      heads.map(() => newId()),
      heads.map(({ chain }) => chain),
      heads.map(({ organisation }) => organisation),
      heads.map(({ number }) => number),
      heads.map(({ hash }) => hash),
    ],
  );
  return heads;
}
