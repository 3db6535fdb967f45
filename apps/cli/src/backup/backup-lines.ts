import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { BackupError } from './backup-format.js';

const newline = 0x0a;
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

/** Writes a backup under another name; it gets its own when it is whole and on the disk. */
export class BackupWriter {
  private constructor(
    private readonly file: string,
    private readonly unfinished: string,
    private readonly handle: FileHandle,
    private readonly gzip: Gzip,
    private readonly writing: Promise<void>,
  ) {}

  /** @param file readable by its owner alone: it holds a district's people */
  static async create(file: string): Promise<BackupWriter> {
    const unfinished = `${file}.unfinished`;
    const handle = await open(unfinished, 'w', 0o600);
    const gzip = createGzip({ level: 6 });
    const writing = pipeline(gzip, handle.createWriteStream({ autoClose: false }));
    writing.catch(() => undefined);
    return new BackupWriter(file, unfinished, handle, gzip, writing);
  }

  async line(text: string | Buffer): Promise<void> {
    this.gzip.write(text);
    if (this.gzip.write('\n')) return;
    // A full disk ends the pipeline: then nobody would drain.
    await Promise.race([once(this.gzip, 'drain'), this.writing]);
  }

  async finish(): Promise<void> {
    this.gzip.end();
    await this.writing;
    await this.handle.sync();
    await this.handle.close();
    await rename(this.unfinished, this.file);
  }

  async abandon(): Promise<void> {
    this.gzip.destroy();
    await this.writing.catch(() => undefined);
    await this.handle.close().catch(() => undefined);
    await rm(this.unfinished, { force: true });
  }
}
