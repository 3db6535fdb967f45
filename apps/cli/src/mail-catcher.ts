import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** A mail that was caught instead of sent. */
export interface CaughtMail {
  readonly messageId: string | undefined;
  /** The addresses the server was told to deliver to: the envelope, not the header. */
  readonly recipients: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headerLines: readonly string[];
  readonly receivedAt: Date;
}

/** What the server answers: takes the mail, 451 for later, 550 for never, or nothing at all. */
export type MailAnswer = 'accept' | 451 | 550 | 'hang';

export interface MailCatcher {
  readonly smtpUrl: string;
  /** The latest 500, newest first. */
  messages(): CaughtMail[];
  clear(): void;
  /** Changes the answer; with `times` it goes back to accepting after so many mails. */
  answer(answer: MailAnswer, times?: number): void;
  close(): Promise<void>;
}

const MOST_KEPT = 500;
const MOST_BYTES = 1_048_576;
const WORDS = { 451: 'Try again later', 550: 'No such mailbox' };

/** A real SMTP server on 127.0.0.1 that keeps what it gets readable, for the demonstration and the tests. */
export async function startMailCatcher(options: { port?: number } = {}): Promise<MailCatcher> {
  const kept: CaughtMail[] = [];
  let present: MailAnswer = 'accept';
  let left = Number.POSITIVE_INFINITY;
  const nextAnswer = (): MailAnswer => {
    const answer = present;
    if (answer !== 'accept' && --left <= 0) present = 'accept';
    return answer;
  };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    banner: 'caught, not sent',
    size: MOST_BYTES,
    closeTimeout: 200,
    onRcptTo(_address, _session, done) {
      const answer = nextAnswer();
      if (answer === 'hang') return;
      if (answer === 'accept') return done();
      done(Object.assign(new Error(WORDS[answer]), { responseCode: answer }));
    },
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      void read(stream, recipients, (error, mail) => {
        if (mail) kept.unshift(mail);
        kept.length = Math.min(kept.length, MOST_KEPT);
        done(error);
      });
    },
  });
  // Clients that go away in the middle are part of its life.
  server.on('error', () => undefined);
  const listener = server.listen(options.port ?? 0, '127.0.0.1');
  if (!listener.listening) {
    await Promise.race([
      once(listener, 'listening'),
      once(server, 'error').then(([error]) => Promise.reject(error as Error)),
    ]);
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    messages: () => [...kept],
    clear: () => void kept.splice(0),
    answer(answer, times = Number.POSITIVE_INFINITY) {
      present = answer;
      left = times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Done = (error: Error | null, mail?: CaughtMail) => void;

async function read(stream: SMTPServerDataStream, recipients: string[], done: Done): Promise<void> {
  try {
    const mail = await simpleParser(stream, { skipTextLinks: true });
    done(null, {
      messageId: mail.messageId,
      recipients,
      from: mail.from?.text ?? '',
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html || '',
      headerLines: mail.headerLines.map(({ line }) => line),
      receivedAt: new Date(),
    });
  } catch (error) {
    done(error as Error);
  }
}
