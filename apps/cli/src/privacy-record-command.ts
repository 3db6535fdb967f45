import { recordOfProcessing } from '#reporting';

/** `privacy-record`: the record of processing activities as Markdown; the controller's name is its first argument. */
export function runPrivacyRecord(argv: string[]): Promise<number> {
  process.stdout.write(`${recordOfProcessing(argv[0] ?? '(name and contact of the controller)')}\n`);
  return Promise.resolve(0);
}
