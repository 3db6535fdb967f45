import { replay, type Replayed } from './replay.js';

/** The thread's job: one run asked again. The questions of a large community are tens of megabytes once unpacked. */
export default function run(snapshot: Uint8Array): Promise<Replayed | null> {
  return replay(snapshot);
}
