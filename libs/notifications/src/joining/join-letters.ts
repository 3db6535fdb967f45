import type { Community } from '#communities';
import type { JoinContact, JoinMessage, JoinMessenger } from '#members';
import { CONFIG, newId, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { mailBody } from '../mail-template.js';
import { MailSender } from '../mail.sender.js';
import { NotSent } from '../not-sent.js';
import { SmsSender } from '../sms/sms.sender.js';
import { languageOf, writeFooter } from '../words.js';
import { writeJoinLetter } from './join-words.js';

/** Letters to people on the way in, by mail or by SMS: they are no members, so there is no inbox and no choice of theirs. */
@Injectable()
export class JoinLetters implements JoinMessenger {
  constructor(
    private readonly mails: MailSender,
    private readonly sms: SmsSender,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws NotSent */
  async send(to: JoinContact, message: JoinMessage, community: Community, wanted: string): Promise<void> {
    const language = languageOf(wanted, community.defaultLanguage);
    const link = 'link' in message ? message.link : `${this.config.publicUrl}/login`;
    const letter = writeJoinLetter(language, message.kind, {
      community: community.name,
      desk: community.deskPhone,
      code: 'code' in message ? inFours(message.code) : '',
      link,
      reason: 'reason' in message ? message.reason : '',
    });
    if (to.email) {
      const footer = writeFooter(language, {
        timeZone: community.timeZone,
        community: community.name,
        deskPhone: community.deskPhone,
        helperName: undefined,
      });
      const links = letter.button ? [{ href: link, label: letter.button }] : [];
      const body = mailBody({ language, subject: letter.subject, text: letter.text, footer, links });
      return this.mails.send({ to: to.email, subject: letter.subject, ...body });
    }
    if (!to.phone) throw new NotSent('no-address', true);
    return this.sms.send({ id: newId(), to: to.phone, text: letter.sms });
  }
}

/** Twelve digits are read and typed in fours; the eight of a code stand together, so that a phone offers to fill them in. */
const inFours = (code: string): string => (code.length === 12 ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code);
