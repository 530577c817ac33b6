/** The reason of the signal when a job is no longer wanted. */
export class Cancelled extends Error {
  override readonly name: string = 'Cancelled';
}

/** The reason of the signal when a newer job replaces a running one. */
export class Superseded extends Cancelled {
  override readonly name = 'Superseded';
  constructor(message = 'A newer push or request replaced this review.') {
    super(message);
  }
}

/** The reason of the signal when the process stops: the job goes to another, or to this one when it starts again. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor(message = 'The server was stopped.') {
    super(message);
  }
}

/** Thrown by a job that cannot go on for some time, as at a rate limit. It does not count as a try. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    /** From now. */
    readonly seconds: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Whether an error is one that somebody should hear of. */
export function isWanted(error: unknown): boolean {
  return !(error instanceof Cancelled || error instanceof Stopped || error instanceof RetryLater);
}
