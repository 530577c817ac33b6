/** A kustomization is too large to be put together here. */
export class KustomizeBoundError extends Error {}

/** Counts what one part of the work takes, and ends it where that is more than any real kustomization needs. */
export class Allowance {
  constructor(private left: number) {}

  /** @throws KustomizeBoundError */
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw tooLarge();
  }
}

export function tooLarge(): KustomizeBoundError {
  return new KustomizeBoundError(
    'What this puts together with its patches is larger than can be reviewed; the patches were not laid over their objects.',
  );
}
