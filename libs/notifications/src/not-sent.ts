/**
 * A mail or a short message that did not leave. `reason` is a code without personal data: a server's own words often
 * repeat the address. `permanent`: trying again cannot help.
 */
export class NotSent extends Error {
  constructor(
    readonly reason: string,
    readonly permanent: boolean,
  ) {
    super(reason);
    this.name = 'NotSent';
  }
}
