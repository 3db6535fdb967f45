/** The port through which sign-in mails leave; the notifications room stands behind it. */
export abstract class SignInMailer {
  /** Sends the code and the link; never throws for an address that does not exist. */
  abstract send(mail: { to: string; code: string; link: string; language: string }): Promise<void>;
}
