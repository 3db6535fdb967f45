import { expect, test } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { QUEUE_BACKEND, QueueModule, QueueUnavailableError, type QueueBackend } from '#queue';
import { queuePlace } from '../support/queue-backends.js';

test('the module opens the queues and closes them with the application', async () => {
  const place = await queuePlace();
  const module = await Test.createTestingModule({
    imports: [QueueModule.forRoot({ databaseUrl: place.databaseUrl })],
  }).compile();
  const backend = module.get<QueueBackend>(QUEUE_BACKEND);
  expect(await backend.queue('upkeep').counts()).toEqual({ waiting: 0, active: 0, delayed: 0 });
  await module.close();
  await expect(backend.queue('upkeep').counts()).rejects.toThrow(QueueUnavailableError);
  await place.leave();
});
