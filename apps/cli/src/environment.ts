import { withSecretFiles } from '#platform';

/** What a command is told from outside, with the secrets that stand in files. @throws ConfigError */
export function environment(): NodeJS.ProcessEnv {
  return withSecretFiles(process.env);
}
