import { expect } from '@jest/globals';
import { until } from '../support/test-installation.js';
import type { ApprovedCase, FaultPlace } from './fault-place.js';

interface Sent {
  readonly state: string;
  readonly attempts: number;
  readonly failure: string | null;
}

/** The mails or short messages about an assignment. */
export function deliveriesOf(
  place: FaultPlace,
  assignmentId: string,
  channel: 'e-mail' | 'sms' = 'e-mail',
): Promise<Sent[]> {
  return place.sql(
    `SELECT d.state, d.attempts, d.failure FROM delivery d
     JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
     WHERE n.subject_id = $1 AND d.channel = $2`,
    [assignmentId, channel],
  );
}

/** Longer than the most patient of the senders waits. */
const PATIENCE_MS = 30_000;

/** Waits until it is noted that the message did not leave, and why. */
export async function notSent(
  place: FaultPlace,
  assignmentId: string,
  why: string,
  channel: 'e-mail' | 'sms' = 'e-mail',
): Promise<void> {
  const noted = async () => (await deliveriesOf(place, assignmentId, channel))[0]?.failure === why;
  await until(`a message not sent: ${why}`, noted, PATIENCE_MS);
}

/** A coordinator reads that a message did not leave, and not where to. */
export async function expectDeskSees(place: FaultPlace, approved: ApprovedCase, why: string): Promise<void> {
  const client = await place.installation.as(await place.installation.people.coordinator());
  const { body } = await client.get('/v1/deliveries').query({ state: 'failed' }).expect(200);
  expect(body.items.map(({ failure }: { failure: string }) => failure)).toContain(why);
  expect(JSON.stringify(body)).not.toContain(approved.helperAddress);
}
