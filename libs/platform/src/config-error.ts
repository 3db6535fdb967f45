/** The configuration is wrong: one sentence that names the variable and says what to do. */
export class ConfigError extends Error {}
