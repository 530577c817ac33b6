import type { Severity } from './severity.js';

/** How many findings were open at the end of a day. */
export interface TrendPoint {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly open: Readonly<Record<Severity, number>>;
}
