import { ConfigError, readConfig, type Config } from '#platform';

const DEFAULT_PORT = 3000;

export interface StartAddresses {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly sms?: { readonly url: string; readonly token: string };
  readonly port?: number;
}

/** Is this a start for real? Then nothing is seeded, caught or shown. */
export function isProduction(env: NodeJS.ProcessEnv): boolean {
  return env['NODE_ENV'] === 'production';
}

/**
 * A production start takes real servers and nothing embedded.
 * @throws ConfigError in one sentence
 */
export function refuseEmbeddedInProduction(env: NodeJS.ProcessEnv): void {
  if (!isProduction(env)) return;
  for (const name of ['DATABASE_URL', 'SMTP_URL']) {
    if (!env[name])
      throw new ConfigError(
        `${name} is missing: a start with NODE_ENV=production takes real servers; .env.example shows how.`,
      );
  }
}

/**
 * The login that API and worker serve with: the environment's own, where another one migrates.
 * @param opened the database that the start works on
 */
export function servedUrl(env: NodeJS.ProcessEnv, opened: { url: string; embedded: boolean }): string {
  return opened.embedded ? opened.url : env['DATABASE_URL'] || opened.url;
}

/** The configuration of a start: the environment, completed by what was started beside it. */
export function configOf(env: NodeJS.ProcessEnv, started: StartAddresses): Config {
  const port = String(started.port ?? env['PORT'] ?? DEFAULT_PORT);
  return readConfig({
    LOG_LEVEL: 'warn',
    ...(isProduction(env) ? {} : { DEMO: 'true' }),
    ...env,
    DATABASE_URL: started.databaseUrl,
    SMTP_URL: started.smtpUrl,
    ...(started.sms
      ? { SMS_URL: started.sms.url, SMS_TOKEN: started.sms.token, SMS_INBOUND_SECRET: started.sms.token }
      : {}),
    PORT: port,
  });
}
