/** Why the server does not start: one option and where its value came from. Never holds the value of a secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
