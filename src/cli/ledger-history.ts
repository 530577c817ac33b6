import { ConfigError } from '../config/error.js';
import { readTrend } from '../ledger/pages/counts.js';
import { readIntroduced } from '../ledger/pages/findings.js';
import type { TrendPoint } from '../model/trend.js';
import { withSnapshot } from './ledger-database.js';

/** What the server's ledger tells of a repository besides what is found in it now. */
export interface LedgerHistory {
  readonly trend: readonly TrendPoint[];
  /** By fingerprint, the day on which a finding first came in. */
  readonly introduced: ReadonlyMap<string, string>;
}

/** Reads it, of `owner/name`. Throws a ConfigError where there is no ledger, or where it does not know the repository. */
export async function loadHistory(repository: string, today: string): Promise<LedgerHistory> {
  return withSnapshot({}, async (sql) => {
    // Of several that had the name one after another, the one that has it by now.
    const [row] = await sql.query<{ place: string }>(
      `SELECT place FROM scrutineer.repository WHERE lower(repository) = lower($1)
       ORDER BY reviewed_at DESC LIMIT 1`,
      [repository],
    );
    if (!row) throw new ConfigError(`The ledger knows no repository ${repository}.`);
    return {
      trend: await readTrend(sql, row.place, today),
      introduced: await readIntroduced(sql, row.place),
    };
  });
}
