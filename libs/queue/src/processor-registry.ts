import {
  InvalidJobError,
  queueOf,
  type QueueName,
  type ReactionPayload,
  type TickPayload,
} from './catalogue.js';
import type { ProcessJob, RunningJob } from './queue-types.js';

export type ProcessReaction = (payload: ReactionPayload, job: RunningJob) => Promise<void>;
export type ProcessTick = (payload: TickPayload, job: RunningJob) => Promise<void>;

type Processor = { kind: 'reaction'; run: ProcessReaction } | { kind: 'tick'; run: ProcessTick };

/**
 * Who works on which job. The worker fills it at its start and then seals it against the lists of reactions and
 * schedules: a job without a processor, or with two, stops the start instead of the first job.
 */
export class ProcessorRegistry {
  private readonly processors = new Map<string, Processor>();
  private readonly doubled = new Set<string>();
  private sealed = false;

  /** Registers the processor of a reaction. @throws InvalidJobError for a name that no queue serves */
  reaction(name: string, run: ProcessReaction): this {
    return this.register(name, { kind: 'reaction', run });
  }

  /** Registers the processor of a schedule's tick. @throws InvalidJobError as `reaction` */
  tick(name: string, run: ProcessTick): this {
    return this.register(name, { kind: 'tick', run });
  }

  /**
   * Compares the processors with what the lists name.
   * @throws Error that names every missing, doubled and superfluous processor
   */
  seal(expected: { reactions: Iterable<string>; ticks: Iterable<string> }): void {
    const wanted = new Map<string, Processor['kind']>();
    for (const name of expected.reactions) wanted.set(name, 'reaction');
    for (const name of expected.ticks) wanted.set(name, 'tick');
    const missing = [...wanted].filter(([name, kind]) => this.processors.get(name)?.kind !== kind);
    const superfluous = [...this.processors.keys()].filter((name) => !wanted.has(name));
    const faults = [
      ...missing.map(([name, kind]) => `${name} (${kind}) has no processor`),
      ...[...this.doubled].map((name) => `${name} has two processors`),
      ...superfluous.map((name) => `${name} is in no list`),
    ];
    if (faults.length > 0)
      throw new Error(`The jobs and their processors do not match: ${faults.join('; ')}.`);
    this.sealed = true;
  }

  /** What a worker of the queue runs; only after `seal`. */
  processorOf(queue: QueueName): ProcessJob {
    if (!this.sealed)
      throw new Error('The processors were not compared with the lists yet: call seal() first.');
    return async (job) => {
      const processor = this.processors.get(job.name);
      if (!processor || queueOf(job.name) !== queue) {
        throw new InvalidJobError(`The queue "${queue}" has no processor for "${job.name}".`);
      }
      await runWith(processor, job);
    };
  }

  private register(name: string, processor: Processor): this {
    queueOf(name);
    if (this.processors.has(name)) this.doubled.add(name);
    this.processors.set(name, processor);
    return this;
  }
}

async function runWith(processor: Processor, job: RunningJob): Promise<void> {
  if (processor.kind === 'tick' && 'schedule' in job.data) return processor.run(job.data, job);
  if (processor.kind === 'reaction' && 'communityId' in job.data) return processor.run(job.data, job);
  throw new InvalidJobError(`"${job.name}" came with the payload of another kind of job.`);
}
