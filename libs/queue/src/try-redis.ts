import { Redis } from 'ioredis';
import { within } from './queue-settings.js';

const PATIENCE_MS = 5_000;

/**
 * Whether a Redis or Valkey answers at an address: for a command that has not begun yet. What runs already waits for one
 * that is away.
 * @throws Error with what went wrong
 */
export async function tryRedis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let fault: Error | undefined;
  client.on('error', (error: Error) => (fault = error));
  try {
    await within(
      client.connect().then(() => client.ping()),
      PATIENCE_MS,
      'Reaching Redis',
    );
  } catch (error) {
    throw fault ?? error;
  } finally {
    client.disconnect();
  }
}
