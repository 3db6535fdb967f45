import type { Tx } from '#database';
import type { IdentityCodec } from '#members';
import { newId } from '#platform';

const PLACE = 'request_note.text';

export interface RequestNote {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** Adds a sealed note to a case, written by the acting member. */
export async function addNote(
  tx: Tx,
  codec: IdentityCodec,
  requestId: string,
  text: string,
): Promise<RequestNote> {
  const note = { id: newId(), authorId: tx.actor.memberId!, text, createdAt: tx.now };
  await tx.sql(
    `INSERT INTO request_note (community_id, id, request_id, author_id, text_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      tx.communityId,
      note.id,
      requestId,
      note.authorId,
      codec.seal(tx.communityId, PLACE, note.id, text),
      note.createdAt,
    ],
  );
  return note;
}

/** Notes of a case in the order they were written; one row more than `limit`. */
export async function listNotes(
  tx: Tx,
  codec: IdentityCodec,
  requestId: string,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<RequestNote[]> {
  const rows = await tx.sql<Omit<RequestNote, 'text'> & { readonly sealed: Buffer }>(
    `SELECT id, author_id AS "authorId", text_sealed AS sealed, created_at AS "createdAt" FROM request_note
     WHERE community_id = $1 AND request_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
    [tx.communityId, requestId, page.after ?? null, page.limit + 1],
  );
  return rows.map(({ sealed, ...note }) => ({
    ...note,
    text: codec.open(tx.communityId, PLACE, note.id, sealed),
  }));
}

/** The desk's latest question to the family: the note that was written with the step "ask-info". */
export async function openQuestion(tx: Tx, codec: IdentityCodec, requestId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string; sealed: Buffer }>(
    `SELECT n.id, n.text_sealed AS sealed FROM request_note n
     JOIN transition t ON t.community_id = n.community_id AND t.subject_id = n.request_id AND t.name = 'ask-info'
       AND t.at = n.created_at AND t.actor_member_id = n.author_id
     WHERE n.community_id = $1 AND n.request_id = $2 ORDER BY n.id DESC LIMIT 1`,
    [tx.communityId, requestId],
  );
  return row ? codec.open(tx.communityId, PLACE, row.id, row.sealed) : null;
}
