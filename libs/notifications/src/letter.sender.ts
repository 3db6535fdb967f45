import { IdentityCodec } from '#members';
import { CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { HoursLinkService } from './hours-link/hours-link.service.js';
import type { Letter } from './letter.js';
import { mailBody } from './mail-template.js';
import { MailSender } from './mail.sender.js';
import { NotSent } from './not-sent.js';
import { SmsSender } from './sms/sms.sender.js';
import { isUnsubscribable, unsubscribeToken } from './unsubscribe.service.js';
import { LANGUAGES } from './words.js';

/** Makes the words of a letter and hands it to the mail server or to the gateway of short messages. */
@Injectable()
export class LetterSender {
  constructor(
    private readonly codec: IdentityCodec,
    private readonly mail: MailSender,
    private readonly sms: SmsSender,
    private readonly hoursLinks: HoursLinkService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws NotSent; Error when its words cannot be made */
  async send(communityId: string, letter: Letter): Promise<void> {
    const { address } = letter;
    if (!address) throw new NotSent('no-address', true);
    if (letter.channel === 'e-mail') return this.sendMail(communityId, letter, address);
    return this.sms.send({ id: letter.deliveries[0]!.id, to: address, text: letter.short() });
  }

  private async sendMail(communityId: string, letter: Letter, address: string): Promise<void> {
    const { language, memberId, topic } = letter;
    const words = letter.words();
    const { unsubscribe } = LANGUAGES[language];
    const wayOut = isUnsubscribable(topic)
      ? `${this.config.publicUrl}/u/${unsubscribeToken(this.codec, { communityId, memberId, topic })}`
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
