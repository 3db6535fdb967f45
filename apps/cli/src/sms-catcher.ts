import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A short message that was caught instead of sent. */
export interface CaughtSms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly from: string | undefined;
  readonly receivedAt: Date;
}

/**
 * What the gateway answers: takes the message, an HTTP status, or nothing at all; hangs up before it has taken the message,
 * or after; or says what is no HTTP.
 */
export type SmsAnswer = 'accept' | 'hang' | 'hang-up' | 'take-and-hang-up' | 'garble' | number;

const takes = (answer: SmsAnswer) => answer === 'accept' || answer === 'take-and-hang-up';

export interface SmsCatcher {
  readonly url: string;
  readonly token: string;
  /** The latest 500, newest first. */
  messages(): CaughtSms[];
  clear(): void;
  /** Changes the answer; with `times` it goes back to accepting after so many messages. */
  answer(answer: SmsAnswer, times?: number): void;
  close(): Promise<void>;
}

const MOST_KEPT = 500;
const MOST_BYTES = 10_000;

/** A real HTTP gateway on 127.0.0.1 that keeps what it gets readable, for the demonstration and the tests. */
export async function startSmsCatcher(options: { port?: number } = {}): Promise<SmsCatcher> {
  const token = randomBytes(16).toString('hex');
  const kept: CaughtSms[] = [];
  let present: SmsAnswer = 'accept';
  let left = Number.POSITIVE_INFINITY;
  const nextAnswer = (): SmsAnswer => {
    const answer = present;
    if (answer !== 'accept' && --left <= 0) present = 'accept';
    return answer;
  };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    if (request.method !== 'POST' || request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return;
    }
    const answer = nextAnswer();
    const sms = takes(answer) ? readSms(body) : undefined;
    if (sms) {
      kept.unshift(sms);
      kept.length = Math.min(kept.length, MOST_KEPT);
    }
    respond(response, answer === 'accept' ? (sms ? 202 : 400) : answer);
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    token,
    messages: () => [...kept],
    clear: () => void kept.splice(0),
    answer(answer, times = Number.POSITIVE_INFINITY) {
      present = answer;
      left = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(response: ServerResponse, answer: Exclude<SmsAnswer, 'accept'>): void {
  if (typeof answer === 'number') response.writeHead(answer).end();
  else if (answer === 'garble') response.socket?.end('taken, thank you\r\n');
  else if (answer !== 'hang') response.destroy();
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > MOST_BYTES) throw new Error('too long');
  }
  return text;
}

function readSms(body: string): CaughtSms | undefined {
  const { id, to, text, from } = JSON.parse(body) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof to !== 'string' || typeof text !== 'string') return undefined;
  return { id, to, text, from: typeof from === 'string' ? from : undefined, receivedAt: new Date() };
}
