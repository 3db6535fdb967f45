import { waitForStopSignal } from '../../apps/cli/src/stop-signal.js';

/** A process of its own that stops slowly after the first signal, for a test to send more of them. */
const asked = waitForStopSignal();
const staying = setInterval(() => undefined, 1_000);
process.stdout.write('up\n');
process.stdout.write(`stopping on ${await asked}\n`);
setTimeout(() => clearInterval(staying), Number(process.argv[2]));
