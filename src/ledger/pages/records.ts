import type { Sql } from '../../queue/database.js';
import { findingColumns, type StandingFinding } from './findings.js';
import { bySeverity } from './order.js';

export interface StandingPull {
  readonly subject: string;
  readonly pull: number;
  readonly state: 'open' | 'merged' | 'closed';
  readonly author: string | null;
  readonly head: string;
  readonly verdict: string;
  readonly reviewedAt: string;
  readonly sequence: number;
  /** In which its last review is. */
  readonly chain: string;
}

const pullColumns = `chain, subject, pull::int, state, author, head, verdict, reviewed_at AS "reviewedAt", sequence::int`;

/** The pull requests that were reviewed last. */
export async function listPulls(sql: Sql, place: string, limit: number): Promise<readonly StandingPull[]> {
  return sql.query<StandingPull>(
    `SELECT ${pullColumns} FROM scrutineer.pull WHERE place = $1 ORDER BY reviewed_at DESC LIMIT ${limit}`,
    [place],
  );
}

/** A record of the ledger, as it was read. */
export interface LedgerRecord {
  readonly sequence: number;
  readonly recordedAt: string;
  readonly kind: string;
  readonly hash: string;
  readonly record: Readonly<Record<string, unknown>>;
}

async function readRecords(
  sql: Sql,
  where: string,
  values: readonly unknown[],
  order: string,
): Promise<readonly LedgerRecord[]> {
  const rows = await sql.query<Omit<LedgerRecord, 'record'> & { record: string }>(
    `SELECT sequence::int, recorded_at AS "recordedAt", kind, hash, record FROM scrutineer.ledger WHERE ${where} ${order}`,
    values,
  );
  return rows.map((row) => ({ ...row, record: JSON.parse(row.record) as LedgerRecord['record'] }));
}

export interface PullPage {
  readonly pull: StandingPull;
  /** Of its last review. */
  readonly review: LedgerRecord | undefined;
  readonly findings: readonly StandingFinding[];
}

/** A pull request with its last review and its findings, worst first; undefined where it was not reviewed. */
export async function readPull(
  sql: Sql,
  place: string,
  number: number,
  limit: number,
): Promise<PullPage | undefined> {
  const [pull] = await sql.query<StandingPull>(
    `SELECT ${pullColumns} FROM scrutineer.pull WHERE place = $1 AND subject = $2`,
    [place, `pull-${number}`],
  );
  if (!pull) return undefined;
  const values = [pull.chain, pull.sequence];
  const [review] = await readRecords(sql, 'chain = $1 AND sequence = $2', values, '');
  const findings = await sql.query<StandingFinding>(
    `SELECT ${findingColumns} FROM scrutineer.finding WHERE place = $1 AND subject = $2
     ORDER BY array_position(ARRAY['open','accepted','withheld','fixed','abandoned'], state::text), ${bySeverity}, path, line
     LIMIT ${limit}`,
    [place, pull.subject],
  );
  return { pull, review, findings };
}

export interface FindingPage {
  /** In each pull request that has to do with it. */
  readonly standing: readonly StandingFinding[];
  /** All that happened to it, from the first on, and what people decided. */
  readonly life: readonly LedgerRecord[];
}

/** A finding with its whole life; undefined where the ledger knows none. */
export async function readFinding(
  sql: Sql,
  place: string,
  fingerprint: string,
  limit: number,
): Promise<FindingPage | undefined> {
  const standing = await sql.query<StandingFinding>(
    `SELECT ${findingColumns} FROM scrutineer.finding WHERE place = $1 AND fingerprint = $2
     ORDER BY introduced_at NULLS LAST, subject LIMIT ${limit}`,
    [place, fingerprint],
  );
  const where = 'place = $1 AND fingerprint = $2 AND fingerprint IS NOT NULL';
  const life = await readRecords(
    sql,
    where,
    [place, fingerprint],
    `ORDER BY ledger.recorded_at, ledger.sequence LIMIT ${limit}`,
  );
  return life.length > 0 ? { standing, life } : undefined;
}

/** Records of a repository in a chain, the latest first, before a place in it. */
export async function listRecords(
  sql: Sql,
  place: string,
  {
    chain,
    before,
    limit,
  }: { readonly chain: string; readonly before?: number | undefined; readonly limit: number },
): Promise<readonly LedgerRecord[]> {
  return readRecords(
    sql,
    'place = $1 AND chain = $2 AND sequence < $3',
    [place, chain, before ?? Number.MAX_SAFE_INTEGER],
    `ORDER BY ledger.sequence DESC LIMIT ${limit}`,
  );
}
