import { createReadStream } from 'node:fs';
import { InvalidProblem, LIMITS } from '../../../libs/matching/src/engine/index.js';

/** Input larger than a string can hold, or than any problem within the limits needs. */
const MAX_BYTES = 500_000_000;
/** Numbers, strings and so on: five million edges have twenty million. */
const MAX_VALUES = 64_000_000;
/** Lists and objects: five million edges with their starts are ten million of them, and each takes room of its own. */
const MAX_NESTS = 16_000_000;
/** A problem is six deep. */
const MAX_DEPTH = 100;
/** A problem has nine fields. */
const MAX_FIELDS = 100;
const MAX_NAME_LENGTH = 40;
const MAX_SAID = 200;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Counts what the problem holds in the bytes as they arrive, so that an oversized input is refused before it fills the
 * memory: a parser would have to hold what nobody will read. Whether they are JSON is not its business.
 */
export class ListGuard {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The last string outside of lists: the name of the list that follows. */
  private name = '';
  private entries = 0;
  private fields = 1;
  private values = 0;
  private nests = 0;

  /** @throws InvalidProblem when a list, or the whole, has more entries than a problem may have */
  take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      if (this.inString) this.insideString(byte);
      else if (byte === QUOTE) this.beginString();
      else if (byte === COMMA) this.countEntry();
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.open();
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.depth -= 1;
    }
  }

  private insideString(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
    else if (this.depth === 1 && this.name.length < MAX_NAME_LENGTH) this.name += String.fromCharCode(byte);
  }

  private beginString(): void {
    this.inString = true;
    if (this.depth === 1) this.name = '';
  }

  private open(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new InvalidProblem('$', `is nested deeper than ${MAX_DEPTH} levels`);
    this.nests += 1;
    if (this.nests > MAX_NESTS) throw new InvalidProblem('$', `has more than ${MAX_NESTS} lists and objects`);
    if (this.depth === 2) this.entries = 1;
  }

  private countEntry(): void {
    this.values += 1;
    if (this.values > MAX_VALUES) throw new InvalidProblem('$', `has more than ${MAX_VALUES} values`);
    if (this.depth === 1) this.countField();
    if (this.depth !== 2) return;
    this.entries += 1;
    const known = entryLimits.get(this.name);
    // A name may be written with escapes; whatever it says, no list may be longer than the longest.
    const most = known ?? LIMITS.edges;
    if (this.entries <= most) return;
    const place = known === undefined ? '$' : `$.${this.name}`;
    throw new InvalidProblem(place, `has more than ${most} entries, which is the most allowed`);
  }

  private countField(): void {
    this.fields += 1;
    if (this.fields > MAX_FIELDS) throw new InvalidProblem('$', `has more than ${MAX_FIELDS} fields`);
  }
}

const entryLimits: ReadonlyMap<string, number> = new Map([
  ['requests', LIMITS.requests],
  ['helpers', LIMITS.helpers],
  ['edges', LIMITS.edges],
  ['approved', LIMITS.edges],
  ['current', LIMITS.edges],
  ['travel', LIMITS.places],
  ['together', LIMITS.together],
]);

/**
 * The JSON value in a file; `-` is stdin.
 * @throws InvalidProblem when it is too large or no JSON; the errors of the file system when it cannot be read
 */
export async function readProblem(file: string): Promise<unknown> {
  const guard = new ListGuard();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_BYTES) throw new InvalidProblem('$', `the input is larger than ${MAX_BYTES} bytes`);
    guard.take(bytes);
    chunks.push(bytes);
  }
  return parse(Buffer.concat(chunks).toString('utf8'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch (fault) {
    throw new InvalidProblem('$', `the input is not JSON (${firstLine(fault)})`);
  }
}

/** What a fault says, for a terminal: one line without control characters, and no longer than one reads. */
export function firstLine(fault: unknown): string {
  const text = (fault instanceof Error ? fault.message : String(fault)).split('\n')[0]!;
  return clipped(text.replace(/\p{Cc}/gu, '?').replace(/[.\s]+$/, ''));
}

function clipped(text: string): string {
  return text.length > MAX_SAID ? `${text.slice(0, MAX_SAID)}...` : text;
}
