import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './backup-format.js';

const newline = 0x0a;
const lineEnd = Buffer.from('\n');
const chunk_bytes = 64 * 1024;
const longestLine_bytes = 256 * 1024 * 1024;

/**
 * Cuts a stream into lines, without their ends.
 * @throws BackupError for a line of more than 256 MB
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let rest_bytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      const part = chunk.subarray(from, end);
      yield rest.length === 0 ? part : Buffer.concat([...rest, part]);
      rest = [];
      rest_bytes = 0;
      from = end + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      rest_bytes += chunk.length - from;
    }
    if (rest_bytes > longestLine_bytes) throw new BackupError('The backup is damaged: a line does not end.');
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/**
 * The lines of a backup.
 * @throws BackupError when the file is no whole gzip
 */
export async function* readBackupLines(file: string): AsyncGenerator<Buffer> {
  const plain = createGunzip();
  const reading = pipeline(createReadStream(file), plain);
  // The failure is told by the loop below, which reads from the same pipeline.
  reading.catch(() => undefined);
  try {
    yield* linesOf(plain);
    await reading;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') throw new BackupError(`There is no file ${file}.`, { cause: error });
    if (!code.startsWith('Z_')) throw error;
    throw new BackupError(`${file} is cut off or damaged: take another backup.`, { cause: error });
  } finally {
    plain.destroy();
  }
}

/** Puts lines together to chunks worth a compressor's and a server's while. */
export async function* inChunks(lines: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  let batch: Buffer[] = [];
  let waiting_bytes = 0;
  for await (const line of lines) {
    // A copy: the line's own bytes belong to a chunk that its reader may use again.
    const ended = Buffer.concat([typeof line === 'string' ? Buffer.from(line) : line, lineEnd]);
    batch.push(ended);
    waiting_bytes += ended.length;
    if (waiting_bytes < chunk_bytes) continue;
    yield Buffer.concat(batch);
    [batch, waiting_bytes] = [[], 0];
  }
  if (batch.length > 0) yield Buffer.concat(batch);
}

/**
 * Writes a backup, readable by its owner alone, under another name; it gets its own when it is whole and on the
 * disk.
 */
export async function writeBackup(file: string, lines: AsyncIterable<string | Buffer>): Promise<void> {
  const unfinished = `${file}.unfinished`;
  const target = createWriteStream(unfinished, { mode: 0o600, flush: true });
  try {
    await pipeline(inChunks(lines), createGzip({ level: 6 }), target);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
