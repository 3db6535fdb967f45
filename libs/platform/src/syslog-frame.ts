/** A line of the log as RFC 5424 says it, in the frame of RFC 5425: its octets are counted, so nothing in it ends it. */

/** Receivers take at least 8192 octets; a longer line is a trace of which the beginning says most. */
const MOST_BYTES = 8_192;
const LOCAL0 = 16;
/** Severities of syslog by the levels of pino. */
const SEVERITIES: Readonly<Record<number, number>> = { 10: 7, 20: 7, 30: 6, 40: 4, 50: 3, 60: 2 };
const INFORMATIONAL = 6;

export interface SyslogOrigin {
  readonly host: string;
  readonly pid: number;
}

const printable = (text: string, most: number) => text.replace(/[^\x21-\x7e]/g, '').slice(0, most) || '-';

/** @param line one JSON object as pino writes it */
export function syslogFrame(line: string, { host, pid }: SyslogOrigin): Buffer {
  const [, level = '30'] = /^\{"level":(\d+)/.exec(line) ?? [];
  const [, time = '-'] = /"time":"(\d{4}-\d{2}-\d{2}T[\d:.]+Z)"/.exec(line) ?? [];
  const [, name = 'intreccio'] = /"name":"([\w-]+)"/.exec(line) ?? [];
  const priority = LOCAL0 * 8 + (SEVERITIES[Number(level)] ?? INFORMATIONAL);
  const header = `<${priority}>1 ${time} ${printable(host, 255)} ${printable(name, 48)} ${pid} - - `;
  const message = Buffer.from(header + line.trimEnd()).subarray(0, MOST_BYTES);
  return Buffer.concat([Buffer.from(`${message.byteLength} `), message]);
}
