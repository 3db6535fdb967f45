/**
 * How far a guardian sees into their own household. Most see all of it. One whom the desk limited sees the requests they
 * asked for, or that were asked for in their name, and those for dependants they answer for and nobody else. Reads,
 * notices and acts follow the same two conditions, each added to what makes somebody a guardian.
 */

/** SQL condition: no limit of `member` (an expression) keeps the row `r` of `request` from them. */
export function withinSight(r: string, member: string): string {
  return `NOT EXISTS (SELECT FROM household_member lg WHERE lg.community_id = ${r}.community_id
    AND lg.household_id = ${r}.household_id AND lg.member_id = ${member} AND lg.limited
    AND lg.member_id NOT IN (${r}.asked_by, coalesce(${r}.on_behalf_of, ${r}.asked_by))
    AND (NOT EXISTS (SELECT FROM request_dependant ld WHERE ld.community_id = ${r}.community_id AND ld.request_id = ${r}.id)
      OR EXISTS (SELECT FROM request_dependant ld WHERE ld.community_id = ${r}.community_id AND ld.request_id = ${r}.id
        AND NOT ${answersFor('lg', 'ld.dependant_id')})))`;
}

/** The same for the dependant whose household and id are these columns. */
export function dependantWithinSight(household: string, dependant: string, member: string): string {
  return `NOT EXISTS (SELECT FROM household_member lg WHERE lg.community_id = $1 AND lg.household_id = ${household}
    AND lg.member_id = ${member} AND lg.limited AND NOT ${answersFor('lg', dependant)})`;
}

/** The same for an assignment `a`, by its request. */
export function assignmentWithinSight(a: string, member: string): string {
  return `EXISTS (SELECT FROM request sr WHERE sr.community_id = ${a}.community_id AND sr.id = ${a}.request_id
    AND ${withinSight('sr', member)})`;
}

function answersFor(guardian: string, dependant: string): string {
  return `EXISTS (SELECT FROM guardian_dependant gd WHERE gd.community_id = ${guardian}.community_id
    AND gd.member_id = ${guardian}.member_id AND gd.dependant_id = ${dependant})`;
}
