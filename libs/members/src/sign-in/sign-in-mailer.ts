/** The port through which sign-in mails leave; the notifications room stands behind it. */
export abstract class SignInMailer {
  /**
   * Sends the code and the link; never throws for an address that does not exist.
   * @param mail.to null for nobody's address: the letter is written all the same, and goes nowhere
   */
  abstract send(mail: { to: string | null; code: string; link: string; language: string }): Promise<void>;
}
