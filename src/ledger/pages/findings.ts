import type { PullOf } from '../../model/ledger.js';
import { severities, type Severity } from '../../model/severity.js';
import type { Sql } from '../../queue/database.js';
import { bySeverity } from './order.js';

/** `accepted`: somebody took the risk. `withheld`: a setting hides it. `abandoned`: its pull request was closed unmerged. */
export type FindingState = 'open' | 'accepted' | 'withheld' | 'fixed' | 'abandoned';

/** A finding of a pull request as it stands. Times are ISO 8601 in UTC, days YYYY-MM-DD. */
export interface StandingFinding {
  readonly subject: string;
  readonly pull: number | null;
  readonly fingerprint: string;
  readonly state: FindingState;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number | null;
  readonly title: string | null;
  readonly due: string | null;
  /** Null where it was there before the ledger knew of it. */
  readonly introducedAt: string | null;
  readonly shownAt: string | null;
  readonly since: string;
  readonly endedAt: string | null;
  readonly acceptedBy: string | null;
  readonly acceptedUntil: string | null;
}

export const findingColumns = `subject, pull::int, fingerprint, state, rule_id AS "ruleId", severity, path, line, title, due,
  introduced_at AS "introducedAt", shown_at AS "shownAt", since, ended_at AS "endedAt",
  accepted_by AS "acceptedBy", accepted_until AS "acceptedUntil"`;

/** By fingerprint, the day on which a finding first came in; of one pull request, or all. */
export async function readIntroduced(
  sql: Sql,
  place: string,
  subject?: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ fingerprint: string; day: string }>(
    `SELECT fingerprint, left(min(introduced_at), 10) AS day FROM scrutineer.finding
     WHERE place = $1 AND ($2::text IS NULL OR subject = $2) AND introduced_at IS NOT NULL
     GROUP BY fingerprint`,
    [place, subject ?? null],
  );
  return new Map(rows.map(({ fingerprint, day }) => [fingerprint, day]));
}

/** A part of a long list, and how many there are before and after it. */
export interface Excerpt {
  readonly limit: number;
  readonly offset: number;
}

/** Open findings, worst first, then the oldest. */
export async function listOpen(
  sql: Sql,
  place: string,
  { limit, offset }: Excerpt,
): Promise<readonly StandingFinding[]> {
  const each = severities.map(
    (severity) =>
      `(SELECT * FROM scrutineer.finding WHERE place = $1 AND state = 'open' AND severity = '${severity}'
        ORDER BY introduced_at LIMIT ${limit + offset})`,
  );
  return sql.query<StandingFinding>(
    `SELECT ${findingColumns} FROM (${each.join(' UNION ALL ')}) open
     ORDER BY ${bySeverity}, introduced_at, subject, fingerprint LIMIT ${limit} OFFSET ${offset}`,
    [place],
  );
}

/** Accepted risks; what ends first, first. */
export async function listAccepted(
  sql: Sql,
  place: string,
  limit: number,
): Promise<readonly StandingFinding[]> {
  return sql.query<StandingFinding>(
    `SELECT ${findingColumns} FROM scrutineer.finding WHERE place = $1 AND state = 'accepted'
     ORDER BY accepted_until NULLS LAST LIMIT ${limit}`,
    [place],
  );
}

/** Open pull requests of a chain in which an acceptance has ended before a day, and no review has shown that yet. */
export async function listExpired(sql: Sql, chain: string, today: string): Promise<readonly PullOf[]> {
  return sql.query<PullOf>(
    `SELECT DISTINCT repository.repository, finding.pull::int
     FROM scrutineer.finding JOIN scrutineer.pull USING (place, subject) JOIN scrutineer.repository USING (place)
     WHERE finding.chain = $1 AND finding.state = 'accepted' AND accepted_until < $2 AND pull.state = 'open'
     ORDER BY 1, 2`,
    [chain, today],
  );
}
