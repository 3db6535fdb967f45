/** The queues. A name stays for good: jobs of an older release may still wait under it. */
export const QUEUES = ['matching', 'notifications', 'upkeep'] as const;

export type QueueName = (typeof QUEUES)[number];

/** `<queue>.<what to do>`: the name of a reaction or of a schedule's tick. */
export type JobName = `${QueueName}.${string}`;

/** A job that answers an outbox row: ids only, the worker reads what is true when it runs. */
export interface ReactionPayload {
  version: 1;
  communityId: string;
  /** The outbox row that the effect acknowledges. */
  outboxId?: string;
  /** What the event is about: a request, an assignment, a seat. */
  subjectId?: string;
}

/** A tick of a schedule: belongs to no community, the processor goes through them. */
export interface TickPayload {
  version: 1;
  schedule: string;
}

export type JobPayload = ReactionPayload | TickPayload;

/** A job that cannot be understood: trying again would not help. */
export class InvalidJobError extends Error {
  override readonly name = 'InvalidJobError';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const jobName = /^[a-z]+\.[a-z0-9-]{1,60}$/;
const scheduleName = /^[a-z0-9.-]{1,80}$/;

/**
 * The queue a job goes to: the part of its name before the dot.
 * @throws InvalidJobError for a name that no queue serves
 */
export function queueOf(name: string): QueueName {
  const queue = QUEUES.find((candidate) => name.startsWith(`${candidate}.`));
  if (!queue || !jobName.test(name)) throw new InvalidJobError(`"${name.slice(0, 80)}" is no job name.`);
  return queue;
}

/** The id that makes a job of an outbox row unique, however often the relay publishes it. */
export function outboxJobId(outboxId: string): string {
  return `ob_${outboxId}`;
}

/**
 * The id of a job that answers all that waits for the reaction in a community: while it waits or runs, further events
 * make no second one.
 */
export function communityJobId(reaction: JobName, communityId: string): string {
  return `${reaction}_${communityId}`;
}

/**
 * Checks what a queue hands over; inside, the types are trusted.
 * @throws InvalidJobError when it is not a payload of version 1
 */
export function parsePayload(data: unknown): JobPayload {
  if (typeof data !== 'object' || data === null) throw new InvalidJobError('A payload must be an object.');
  const fields = new Map<string, unknown>(Object.entries(data));
  if (fields.get('version') !== 1) throw new InvalidJobError('The payload has an unknown version.');
  const schedule = fields.get('schedule');
  if (schedule !== undefined) {
    if (typeof schedule !== 'string' || !scheduleName.test(schedule)) {
      throw new InvalidJobError('"schedule" is no name of a schedule.');
    }
    return { version: 1, schedule };
  }
  const communityId = id(fields, 'communityId');
  if (!communityId) throw new InvalidJobError('"communityId" is missing.');
  return { version: 1, communityId, outboxId: id(fields, 'outboxId'), subjectId: id(fields, 'subjectId') };
}

function id(fields: Map<string, unknown>, name: string): string | undefined {
  const value = fields.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || !uuid.test(value)) throw new InvalidJobError(`"${name}" is no id.`);
  return value;
}
