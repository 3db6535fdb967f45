import type { QueueItem } from '../desk-queue/queue-reads.js';

/** Where whoever the desk waits for may answer by phone, or in front of it. */
const HEARD = ['replacement', 'hours-to-confirm', 'waiting-reply'] as const;

export type HeardItem = QueueItem & { readonly kind: (typeof HEARD)[number] };

export const isHeard = (item: QueueItem): item is HeardItem =>
  (HEARD as readonly string[]).includes(item.kind);
