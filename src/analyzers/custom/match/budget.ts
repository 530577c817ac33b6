/** A rule took more steps on one file than it may. */
class BudgetError extends Error {
  constructor(limit: string) {
    super(`It takes more than ${limit} on one file.`);
    this.name = 'BudgetError';
  }
}

/** Counts the steps of a rule on a file: comparisons of nodes, and characters that expressions are run over. */
export interface Budget {
  /** Throws `BudgetError` where they are spent. */
  spend(steps: number): void;
  /** Throws `BudgetError` where the time is up: what an expression takes cannot be counted. */
  checkTime(): void;
}

/** Time is in milliseconds, from now. */
export function createBudget(steps: number, time = 1000): Budget {
  let left = steps;
  const until = performance.now() + time;
  return {
    spend(spent) {
      left -= spent;
      if (left < 0) throw new BudgetError(`${steps} steps`);
    },
    checkTime() {
      if (performance.now() >= until) throw new BudgetError(`${time} ms`);
    },
  };
}
