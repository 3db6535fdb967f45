import { CONFIG, Clock, commonError, LOGGER, type Config, type Logger, type OidcIssuer } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { signInError } from '../sign-in/sign-in.errors.js';
import { identityError } from './identity.errors.js';
import { levelsToAskFor, reaches, readClaims, type ClaimedIdentity } from './identity.rules.js';

/** Whoever signs in waits meanwhile. */
const ANSWER_SECONDS = 5;
const KEEP_MS = 3_600_000;
/** An issuer that is down is not asked at every press. */
const KEEP_FAILURE_MS = 10_000;

/** What ties an answer to its question; made anew from the state, so that none of it need be kept. */
export interface AttemptSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the browser brought back from the issuer. */
export interface IssuerAnswer {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
  /** Who answers, where the issuer says so (RFC 9207). */
  readonly iss?: string;
}

export interface ProvenIdentity {
  readonly subject: string;
  readonly acr: string | undefined;
  /** Asked for only where somebody has to be matched: names are not read at every sign-in. */
  claims(): Promise<ClaimedIdentity>;
}

interface Known {
  readonly configuration: Promise<oidc.Configuration>;
  readonly until: number;
}

/** Speaks to the configured issuers: authorization code with PKCE, state and nonce; signatures of ID tokens are checked. */
@Injectable()
export class IssuerClient {
  private readonly known = new Map<string, Known>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get issuers(): readonly OidcIssuer[] {
    return this.config.oidcIssuers;
  }

  /** @throws DomainError not-found */
  issuerOf(providerId: string): OidcIssuer {
    const issuer = this.config.oidcIssuers.find(({ id }) => id === providerId);
    if (!issuer) throw commonError('not-found');
    return issuer;
  }

  /** Where to send the browser. @throws DomainError provider-unreachable */
  async begin(issuer: OidcIssuer, { state, nonce, verifier }: AttemptSecrets): Promise<string> {
    const configuration = await this.discover(issuer);
    const parameters = {
      redirect_uri: this.redirectUri(issuer),
      scope: issuer.scopes.join(' '),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(issuer.acr ? { acr_values: levelsToAskFor(issuer.acr).join(' ') } : {}),
    };
    try {
      return oidc.buildAuthorizationUrl(configuration, parameters).href;
    } catch (error) {
      // It says to send people to what is no address of the web, or to one without https.
      throw this.unreachable(issuer, error);
    }
  }

  /** Redeems what the browser brought. @throws DomainError sign-in-failed, provider-refused, provider-unreachable, level-too-low */
  async finish(issuer: OidcIssuer, answer: IssuerAnswer, secrets: AttemptSecrets): Promise<ProvenIdentity> {
    const configuration = await this.discover(issuer);
    const address = new URL(this.redirectUri(issuer));
    for (const name of ['state', 'code', 'error', 'iss'] as const) {
      if (answer[name] !== undefined) address.searchParams.set(name, answer[name]);
    }
    const tokens = await this.asked(issuer, () =>
      oidc.authorizationCodeGrant(configuration, address, {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifier,
      }),
    );
    const idToken = tokens.claims()!;
    const acr = typeof idToken.acr === 'string' ? idToken.acr : undefined;
    if (issuer.acr && !reaches(issuer.acr.levels, issuer.acr.minimum, acr))
      throw identityError('level-too-low');
    return {
      subject: idToken.sub,
      acr,
      claims: async () => {
        const more = configuration.serverMetadata().userinfo_endpoint
          ? await this.asked(issuer, () =>
              oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub),
            )
          : {};
        return readClaims(issuer, { ...idToken, ...more });
      },
    };
  }

  /** One address an issuer: an answer of one cannot be taken for another's. */
  private redirectUri({ id }: OidcIssuer): string {
    return `${this.config.publicUrl}/login/with/${id}`;
  }

  private async discover(issuer: OidcIssuer): Promise<oidc.Configuration> {
    const now = this.clock.now().getTime();
    const known = this.known.get(issuer.id);
    if (known && known.until > now) return known.configuration;
    const configuration: Promise<oidc.Configuration> = oidc
      .discovery(
        new URL(issuer.issuer),
        issuer.clientId,
        undefined,
        issuer.clientAuthentication === 'client_secret_basic'
          ? oidc.ClientSecretBasic(issuer.clientSecret)
          : oidc.ClientSecretPost(issuer.clientSecret),
        {
          timeout: ANSWER_SECONDS,
          execute: [
            oidc.enableNonRepudiationChecks,
            ...(issuer.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        this.known.set(issuer.id, { configuration, until: now + KEEP_FAILURE_MS });
        throw this.unreachable(issuer, error);
      });
    this.known.set(issuer.id, { configuration, until: now + KEEP_MS });
    return configuration;
  }

  private async asked<T>(issuer: OidcIssuer, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof oidc.AuthorizationResponseError) throw identityError('provider-refused');
      if (isOutOfReach(error)) throw this.unreachable(issuer, error);
      this.logger.warn(
        { provider: issuer.id, reason: reasonOf(error) },
        'an answer of an issuer was refused',
      );
      throw signInError('sign-in-failed');
    }
  }

  private unreachable(issuer: OidcIssuer, error?: unknown) {
    this.logger.warn({ provider: issuer.id, reason: reasonOf(error) }, 'an issuer is out of reach');
    return identityError('provider-unreachable');
  }
}

const OUT_OF_REACH = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/** No answer, or none that is one: the network, a time out, a page of errors. */
function isOutOfReach(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  if (error instanceof oidc.ResponseBodyError) return error.status >= 500;
  return error instanceof oidc.ClientError && OUT_OF_REACH.has(error.code ?? '');
}

/** A code alone: what the library adds may hold claims. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof oidc.ResponseBodyError) return error.error;
  if (error instanceof oidc.ClientError) return error.code;
  return error instanceof Error ? error.name : undefined;
}
