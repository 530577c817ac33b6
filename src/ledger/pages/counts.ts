import { severities, type Severity } from '../../model/severity.js';
import type { TrendPoint } from '../../model/trend.js';
import type { Sql } from '../../queue/database.js';
import { placeOf } from '../chain.js';
import { bySeverity, dayBefore } from './order.js';

export interface RepositoryCounts {
  readonly repository: string;
  readonly reviewedAt: string;
  readonly open: Readonly<Record<Severity, number>>;
  readonly overdue: number;
  readonly accepted: number;
}

/**
 * Where the ledger has a repository, by GitHub's number of it: whatever it was called when it was reviewed, and not what another had
 * under its name. Undefined where it was never reviewed.
 */
export async function findPlace(sql: Sql, repositoryId: number): Promise<string | undefined> {
  const [row] = await sql.query<{ place: string }>(
    'SELECT place FROM scrutineer.repository WHERE place = $1',
    [placeOf({ repository: '', repositoryId })],
  );
  return row?.place;
}

/** What stands open in repositories that people may see, under the names that these have now. */
export async function countByRepository(
  sql: Sql,
  repositories: readonly { readonly id: number; readonly name: string }[],
  today: string,
): Promise<readonly RepositoryCounts[]> {
  const names = new Map(
    repositories.map(({ id, name }) => [placeOf({ repository: name, repositoryId: id }), name]),
  );
  const rows = await sql.query<{
    place: string;
    reviewedAt: string;
    severity: Severity | null;
    open: number;
    overdue: number;
    accepted: number;
  }>(
    `WITH wanted AS (
       SELECT place, reviewed_at FROM scrutineer.repository
       WHERE place IN (SELECT jsonb_array_elements_text($1::jsonb))
     ), counted AS (
       SELECT place, severity, (sum(count) FILTER (WHERE kind = 'open'))::int AS open,
         (sum(count) FILTER (WHERE kind = 'due' AND day < $2))::int AS overdue,
         (sum(count) FILTER (WHERE kind = 'accepted'))::int AS accepted
       FROM scrutineer.finding_day
       WHERE kind IN ('open', 'due', 'accepted') AND place IN (SELECT place FROM wanted)
       GROUP BY place, severity
     )
     SELECT place, reviewed_at AS "reviewedAt", severity, coalesce(open, 0) AS open,
       coalesce(overdue, 0) AS overdue, coalesce(accepted, 0) AS accepted
     FROM wanted LEFT JOIN counted USING (place)`,
    [JSON.stringify([...names.keys()]), today],
  );
  const counts = new Map<string, RepositoryCounts>();
  for (const { place, reviewedAt, severity, open, overdue, accepted } of rows) {
    const repository = names.get(place) ?? place;
    const known = counts.get(place) ?? { repository, reviewedAt, open: none, overdue: 0, accepted: 0 };
    counts.set(place, {
      ...known,
      open: severity ? { ...known.open, [severity]: open } : known.open,
      overdue: known.overdue + overdue,
      accepted: known.accepted + accepted,
    });
  }
  return [...counts.values()].sort((a, b) => (a.repository < b.repository ? -1 : 1));
}

const none: Readonly<Record<Severity, number>> = { critical: 0, high: 0, medium: 0, low: 0 };

/** How many of a severity are open, and since when. */
export interface OpenBySeverity {
  readonly severity: Severity;
  readonly open: number;
  /** Introduced in the last 7 days, the last 30, the last 90, and before. */
  readonly byAge: readonly [number, number, number, number];
  readonly overdue: number;
}

export async function countOpen(sql: Sql, place: string, today: string): Promise<readonly OpenBySeverity[]> {
  const [week, month, quarter] = [7, 30, 90].map((days) => dayBefore(today, days));
  const rows = await sql.query<
    Record<'week' | 'month' | 'quarter' | 'older' | 'overdue', number | null> & { severity: Severity }
  >(
    `SELECT severity, sum(count) FILTER (WHERE kind = 'open' AND day >= $2)::int AS week,
       sum(count) FILTER (WHERE kind = 'open' AND day >= $3 AND day < $2)::int AS month,
       sum(count) FILTER (WHERE kind = 'open' AND day >= $4 AND day < $3)::int AS quarter,
       sum(count) FILTER (WHERE kind = 'open' AND day < $4)::int AS older,
       sum(count) FILTER (WHERE kind = 'due' AND day < $5)::int AS overdue
     FROM scrutineer.finding_day WHERE place = $1 AND kind IN ('open', 'due') GROUP BY severity`,
    [place, week, month, quarter, today],
  );
  return severities.map((severity) => {
    const row = rows.find((one) => one.severity === severity);
    const byAge = [row?.week ?? 0, row?.month ?? 0, row?.quarter ?? 0, row?.older ?? 0] as const;
    return { severity, open: byAge.reduce((sum, count) => sum + count), byAge, overdue: row?.overdue ?? 0 };
  });
}

/** The open findings of a repository week by week, the last point today. A finding that came back counts since it first came. */
export async function readTrend(
  sql: Sql,
  place: string,
  today: string,
  weeks = 26,
): Promise<readonly TrendPoint[]> {
  const days = Array.from({ length: weeks }, (_, index) => dayBefore(today, 7 * (weeks - 1 - index)));
  const rows = await sql.query<{ severity: Severity; day: string; change: number }>(
    `SELECT severity, day, count::int AS change FROM scrutineer.finding_day
     WHERE place = $1 AND kind = 'change' AND day <= $2 ORDER BY day`,
    [place, today],
  );
  let next = 0;
  let open = none;
  return days.map((day) => {
    for (let row = rows[next]; row && row.day <= day; row = rows[++next])
      open = { ...open, [row.severity]: open[row.severity] + row.change };
    return { day, open };
  });
}

/** How long findings stood that were fixed since a day. */
export interface TimeToFix {
  readonly severity: Severity;
  readonly fixed: number;
  /** Days, a fraction too: half of them took less. */
  readonly median: number;
  /** Nine of ten took less. */
  readonly ninetieth: number;
}

export async function measureTimeToFix(
  sql: Sql,
  place: string,
  since: string,
): Promise<readonly TimeToFix[]> {
  const stood = 'stood_seconds / 86400.0';
  return sql.query<TimeToFix>(
    `SELECT severity, count(*)::int AS fixed,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY ${stood}))::float8 AS median,
       (percentile_cont(0.9) WITHIN GROUP (ORDER BY ${stood}))::float8 AS ninetieth
     FROM scrutineer.finding
     WHERE place = $1 AND state = 'fixed' AND stood_seconds IS NOT NULL AND ended_at >= $2
     GROUP BY severity ORDER BY ${bySeverity}`,
    [place, since],
  );
}
