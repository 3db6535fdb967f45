/**
 * SQL: the ids of everything that is about the member $2 or the households $3, in the community $1: what a step, a reason
 * or a record may hang on.
 */
export const ABOUT_MEMBER = `
  WITH requests AS (SELECT id FROM request WHERE community_id = $1 AND household_id = ANY ($3::uuid[])),
    assignments AS (SELECT id FROM assignment WHERE community_id = $1
      AND (helper_id = $2::uuid OR household_id = ANY ($3))),
    seats AS (SELECT id FROM seat WHERE community_id = $1
      AND (member_id = $2 OR assignment_id IN (SELECT id FROM assignments)))
  SELECT $2 AS id UNION SELECT unnest($3)
  UNION SELECT id FROM dependant WHERE community_id = $1 AND household_id = ANY ($3)
  UNION SELECT id FROM requests UNION SELECT id FROM assignments UNION SELECT id FROM seats
  UNION SELECT id FROM visit WHERE community_id = $1 AND request_id IN (SELECT id FROM requests)
  UNION SELECT id FROM proposal WHERE community_id = $1 AND (helper_id = $2 OR request_id IN (SELECT id FROM requests))
  UNION SELECT id FROM replacement_ask WHERE community_id = $1 AND (helper_id = $2 OR seat_id IN (SELECT id FROM seats))
  UNION SELECT id FROM time_entry WHERE community_id = $1 AND seat_id IN (SELECT id FROM seats)
  UNION SELECT id FROM account WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM exchange WHERE community_id = $1 AND $2 IN (giver_id, receiver_id)
  UNION SELECT id FROM referral WHERE community_id = $1 AND (member_id = $2 OR household_id = ANY ($3))
  UNION SELECT id FROM incident WHERE community_id = $1
    AND ($2 IN (reported_by, about_member_id) OR household_id = ANY ($3))
  UNION SELECT id FROM credential WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM credential_exemption WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM minor_consent WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM offer WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM join_request WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM invitation WHERE community_id = $1 AND member_id = $2
  UNION SELECT id FROM identity_link WHERE community_id = $1 AND member_id = $2`;
