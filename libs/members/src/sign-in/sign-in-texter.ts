/** The port through which codes leave by SMS; the notifications room stands behind it. */
export abstract class SignInTexter {
  /** @param sms.to a phone in E.164; null for nobody's: the message is written all the same @throws NotSent */
  abstract sendCode(sms: { to: string | null; code: string; language: string }): Promise<void>;
}
