import { CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { HoursLinkService } from './hours-link/hours-link.service.js';
import type { Letter } from './letter.js';
import { mailBody } from './mail-template.js';
import { MailSender } from './mail.sender.js';
import { NotSent } from './not-sent.js';
import { SmsSender } from './sms/sms.sender.js';
import { isUnsubscribable, UnsubscribeService } from './unsubscribe.service.js';
import { LANGUAGES } from './words.js';

/** Makes the words of a letter and hands it to the mail server or to the gateway of short messages. */
@Injectable()
export class LetterSender {
  constructor(
    private readonly waysOut: UnsubscribeService,
    private readonly mail: MailSender,
    private readonly sms: SmsSender,
    private readonly hoursLinks: HoursLinkService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws NotSent; what else comes between, such as a database that is away, may pass */
  async send(communityId: string, letter: Letter): Promise<void> {
    const { address } = letter;
    if (!address) throw new NotSent('no-address', true);
    if (letter.channel === 'e-mail') return this.sendMail(communityId, letter, address);
    return this.sms.send({ id: letter.deliveries[0]!.id, to: address, text: made(() => letter.short()) });
  }

  private async sendMail(communityId: string, letter: Letter, address: string): Promise<void> {
    const { language, memberId, topic } = letter;
    const words = made(() => letter.words());
    const { unsubscribe } = LANGUAGES[language];
    const wayOut = isUnsubscribable(topic)
      ? `${this.config.publicUrl}/u/${await this.waysOut.tokenFor({ communityId, memberId, topic })}`
      : undefined;
    const body = mailBody({
      ...words,
      language,
      links: await this.linksOf(communityId, letter),
      ...(wayOut ? { unsubscribe: { href: wayOut, label: unsubscribe.linkLabel } } : {}),
    });
    const messageId = letter.deliveries[0]!.id;
    await this.mail.send({
      to: address,
      subject: words.subject,
      ...body,
      messageId,
      ...(wayOut ? { unsubscribeUrl: wayOut } : {}),
    });
  }

  /** To one's page, and before it what can be done from the mail itself: confirming hours. */
  private async linksOf(communityId: string, { language, memberId, topic, deliveries }: Letter) {
    const { linkLabel, hoursPage } = LANGUAGES[language];
    const inbox = { href: `${this.config.publicUrl}/inbox`, label: linkLabel };
    const timeEntryId = topic === 'hours-to-confirm' ? deliveries[0]!.subjectId : null;
    if (!timeEntryId) return [inbox];
    const token = await this.hoursLinks.issue(communityId, timeEntryId, memberId);
    return [{ href: `${this.config.publicUrl}/c/${token}`, label: hoursPage.linkLabel }, inbox];
  }
}

/** Words that cannot be made (a value is missing) fail like a refused mail: visible, and alone. */
function made<T>(words: () => T): T {
  try {
    return words();
  } catch {
    throw new NotSent('words', true);
  }
}
