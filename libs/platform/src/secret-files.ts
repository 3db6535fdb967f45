import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './config-error.js';

/**
 * Settings that are secrets, or hold one. Each may stand in a file that the variable of the same name with `_FILE` at
 * its end points at, as Docker, Kubernetes and the agents of key vaults lay secrets down: an environment is handed on to
 * children and shown by tools, a file belongs to whom it is given.
 */
export const SECRETS = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'SMS_TOKEN',
  'SMS_INBOUND_SECRET',
  'OIDC_ISSUERS',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'VAPID_PRIVATE_KEY',
  'TLS_CERT',
  'TLS_KEY',
] as const;

const MOST_BYTES = 65_536;

/**
 * The environment with every secret in its place, whether it was said there or in a file.
 * @throws ConfigError with one sentence, never with the secret
 */
export function withSecretFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const complete = { ...env };
  for (const name of SECRETS) {
    const variable = `${name}_FILE`;
    const file = env[variable];
    delete complete[variable];
    if (!file) continue;
    if (env[name]) {
      throw new ConfigError(`${name} and ${variable} are both set: take one of them out of the environment.`);
    }
    complete[name] = readSecret(variable, file);
  }
  return complete;
}

function readSecret(variable: string, file: string): string {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > MOST_BYTES) {
      throw new ConfigError(`${variable} names ${file}, which has more than ${MOST_BYTES} bytes: no secret.`);
    }
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `${variable} names ${file}, which cannot be read (${code}): correct the path, or let this account read it.`,
    );
  }
  if (!text) throw new ConfigError(`${variable} names ${file}, which is empty: put the secret into it.`);
  return text;
}
