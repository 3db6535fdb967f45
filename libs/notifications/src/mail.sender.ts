import type { Config } from '#platform';
import type { OnApplicationShutdown } from '@nestjs/common';
import { domainToASCII } from 'node:url';
import { createTransport, type Transporter } from 'nodemailer';
import { NotSent } from './not-sent.js';

/** One mail to one person. */
export interface Mail {
  /** A bare address; display names are not used, they are one more place to smuggle a header into. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The part of the Message-ID before the @: the same mail sent twice carries the same one. */
  readonly messageId?: string;
  /** Where one POST ends mails of this kind (RFC 8058): mail programs show it as a button of their own. */
  readonly unsubscribeUrl?: string;
}

/** Milliseconds a mail server may take. */
export interface MailTimeouts {
  readonly connect: number;
  readonly silence: number;
  /** For one mail as a whole: a server that trickles its answers trips no silence. */
  readonly whole: number;
}

export const MAIL_TIMEOUTS: MailTimeouts = { connect: 5_000, silence: 10_000, whole: 15_000 };

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * An address that can stand in a header and in an SMTP command: one, bare, without line ends, commas, brackets, quotes.
 * @returns the address with an ASCII domain, or undefined when it is refused
 */
export function plainAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (at < 1 || address.length > 254 || local.length > 64 || !LOCAL_PART.test(local)) return undefined;
  const raw = address.slice(at + 1);
  // domainToASCII forgives much (spaces, slashes, ports): what it would repair is refused before.
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(raw)) return undefined;
  const domain = domainToASCII(raw);
  const labels = domain.split('.');
  return domain.length <= 253 && labels.length >= 2 && labels.every((label) => LABEL.test(label))
    ? `${local}@${domain}`
    : undefined;
}

/** Sends mail over SMTP_URL through a small pool of connections; knows nothing of the database. */
export class MailSender implements OnApplicationShutdown {
  private readonly transport: Transporter;
  private readonly from: { name: string; address: string };

  constructor(
    config: Pick<Config, 'smtpUrl' | 'smtpNeedsTls' | 'mailFrom'>,
    private readonly timeouts: MailTimeouts = MAIL_TIMEOUTS,
  ) {
    this.from = { name: 'Intreccio', address: config.mailFrom };
    this.transport = createTransport({
      url: config.smtpUrl,
      // smtp:// would otherwise go on in the clear where a server, or somebody on the way, offers no STARTTLS.
      requireTLS: config.smtpNeedsTls,
      pool: true,
      maxConnections: 4,
      maxMessages: 200,
      // Repeats are the delivery's decision, where they are counted and written down.
      maxRequeues: 0,
      // Idle connections go before the silence of an idle one counts as a failure of the next mail.
      idleTimeout: timeouts.silence / 2,
      connectionTimeout: timeouts.connect,
      greetingTimeout: timeouts.connect,
      dnsTimeout: timeouts.connect,
      socketTimeout: timeouts.silence,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    // Without a listener a lost idle connection would end the process; the mail it carried fails by itself.
    this.transport.on('error', () => undefined);
  }

  /** @throws NotSent, temporary or permanent */
  async send(mail: Mail): Promise<void> {
    const address = plainAddress(mail.to);
    if (!address) throw new NotSent('address-refused', true);
    if (hasControlCharacter(mail.subject) || (mail.messageId && !/^[\w-]{1,64}$/.test(mail.messageId))) {
      throw new NotSent('header-refused', true);
    }
    const domain = this.from.address.slice(this.from.address.lastIndexOf('@') + 1);
    try {
      await this.transport.sendMail({
        from: this.from,
        to: { name: '', address },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        ...(mail.messageId ? { messageId: `<${mail.messageId}@${domain}>` } : {}),
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(mail.unsubscribeUrl
            ? {
                'List-Unsubscribe': `<${mail.unsubscribeUrl}>`,
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              }
            : {}),
        },
        signal: AbortSignal.timeout(this.timeouts.whole),
      });
    } catch (error) {
      throw notSent(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function notSent(error: unknown): NotSent {
  const { code, responseCode, name } = error as { code?: string; responseCode?: number; name?: string };
  // A login that the server refuses is our fault and not the recipient's: it is mended, and then the mail leaves.
  if (code === 'EAUTH') return new NotSent('smtp-login', false);
  // Nor is a server that speaks no TLS, or with a certificate that is nobody's.
  if (code === 'ETLS') return new NotSent('smtp-tls', false);
  if (responseCode) return new NotSent(`smtp-${responseCode}`, responseCode >= 500);
  if (code === 'EENVELOPE') return new NotSent('address-refused', true);
  if (code === 'ETIMEDOUT' || name === 'AbortError' || name === 'TimeoutError')
    return new NotSent('timeout', false);
  return new NotSent('connection', false);
}
