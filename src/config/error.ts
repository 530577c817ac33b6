/** The user's own error, in the configuration or on the command line: shown as it is, without a stack. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    message: string,
    readonly path?: string,
    /** From 1. */
    readonly line?: number,
  ) {
    super(message);
  }
}
