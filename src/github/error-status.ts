/** The HTTP status of an error that Octokit throws, which gives a lost answer 500; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** What went wrong, for everybody to read: without the error's own text, which can hold addresses and parts of requests. */
export function causeOf(error: unknown): string {
  const status = statusOf(error);
  return status !== undefined ? `GitHub answered ${status}` : 'an internal error';
}
