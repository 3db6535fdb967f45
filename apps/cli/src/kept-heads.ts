import { HEAD_STANDS } from '#members';
import { readFile } from 'node:fs/promises';
import type pg from 'pg';

/** A head that was kept elsewhere: a line of `audit-heads`, or of the worker's log. */
export interface KeptHead {
  readonly community: string;
  readonly chain: 'audit' | 'register';
  readonly organisation: string | null;
  readonly number: number;
  readonly hash: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Error in one sentence that names the line which is no head */
export async function readHeads(file: string): Promise<KeptHead[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const head = headOf(line);
    if (!head)
      throw new Error(`Line ${index + 1} of ${file} is no head of a chain: give lines of audit-heads.`);
    return [head];
  });
}

function headOf(line: string): KeptHead | undefined {
  let head: Partial<KeptHead>;
  try {
    head = JSON.parse(line) as Partial<KeptHead>;
  } catch {
    return undefined;
  }
  const { community, chain, organisation = null, number, hash } = head ?? {};
  const known =
    UUID.test(String(community)) &&
    (chain === 'audit' || chain === 'register') &&
    (organisation === null || UUID.test(organisation)) &&
    Number.isSafeInteger(number) &&
    /^[0-9a-f]{64}$/.test(String(hash));
  return known ? { community: community!, chain, organisation, number: number!, hash: hash! } : undefined;
}

/** Those of a community's heads from which its chains do not go on. The community is set for the session. */
export async function lostHeads(
  client: pg.Client,
  communityId: string,
  heads: readonly KeptHead[],
): Promise<KeptHead[]> {
  const lost = [];
  for (const head of heads) {
    const { rows } = await client.query<{ stands: boolean }>(
      `SELECT ${HEAD_STANDS} AS stands FROM (SELECT $2::text AS chain, $3::uuid AS organisation_id,
         $4::bigint AS number, decode($5, 'hex') AS hash) h`,
      [communityId, head.chain, head.organisation, head.number, head.hash],
    );
    if (!rows[0]!.stands) lost.push(head);
  }
  return lost;
}
