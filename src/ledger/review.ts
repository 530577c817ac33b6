import { createHash } from 'node:crypto';
import type { RepositoryOf, ReviewEntry } from '../model/ledger.js';
import { severities } from '../model/severity.js';
import type { Sql } from '../queue/database.js';
import { canonical } from './canonical.js';
import { after, type Content, type Place, placeOf } from './chain.js';
import { contextOf, eventsOf, type LastEvent } from './life.js';

/**
 * The records of a review: the review, what has happened to its findings, and the configuration where it is another one
 * than before. A review that comes to the same as the one before it on the same commits, as one that is tried again, has
 * none. The chain's end is locked while this looks.
 */
export async function contentsOf(sql: Sql, entry: ReviewEntry): Promise<readonly Content[]> {
  const { subject, report, configuration, ruleSet, conclusion, branch } = entry;
  const last = await findLast(sql, entry, 'review', subject);
  const said = {
    ...contextOf(entry),
    kind: 'review',
    verdict: report.verdict,
    conclusion,
    configuration,
    ruleSet,
    coverage: { ...report.coverage, exclusions: report.coverage.exclusions?.map((one) => ({ ...one })) },
    shown: Object.fromEntries(
      severities.map((severity) => [
        severity,
        report.findings.filter((one) => one.severity === severity).length,
      ]),
    ),
    withheld: report.withheld.length,
    fixed: report.fixed.length,
    incomplete: report.problems.filter(({ kind }) => kind === 'incomplete').length,
  };
  const digest = createHash('sha256').update(canonical(said)).digest('hex');
  const review: Content = {
    ...said,
    digest,
    id: `review/${placeOf(entry)}/${subject}/${after(entry.repository, last)}`,
  };
  return [
    ...(branch === undefined ? [] : await configurationOf(sql, entry, branch)),
    ...(last?.digest === digest ? [] : [review]),
    ...eventsOf(entry, await readLife(sql, entry, subject)),
  ];
}

/** By the first review that the configuration of a branch counts for. */
async function configurationOf(
  sql: Sql,
  { repository, repositoryId, configuration, base, configurationChange }: ReviewEntry,
  branch: string,
): Promise<Content[]> {
  const last = await findLast(sql, { repository, repositoryId }, 'configuration', branch);
  if (last?.configuration === configuration) return [];
  const id = `configuration/${placeOf({ repository, repositoryId })}/${branch}/${after(repository, last)}`;
  return [
    {
      id,
      kind: 'configuration',
      repository,
      repositoryId,
      subject: branch,
      base,
      configuration,
      before: last?.configuration,
      ...configurationChange,
    },
  ];
}

export async function knowsConfiguration(
  sql: Sql,
  of: RepositoryOf,
  branch: string,
  configuration: string,
): Promise<boolean> {
  const last = await findLast(sql, of, 'configuration', branch);
  return last?.configuration === configuration;
}

export async function isReviewed(sql: Sql, of: RepositoryOf, subject: string): Promise<boolean> {
  return (await findLast(sql, of, 'review', subject)) !== undefined;
}

/** With the number of the repository that was reviewed last under the name, where whoever tells of it does not know its number. */
export async function withNumber<T extends RepositoryOf>(sql: Sql, chain: string, of: T): Promise<T> {
  if (of.repositoryId !== undefined) return of;
  const [row] = await sql.query<{ id: number | null }>(
    `SELECT (record::jsonb ->> 'repositoryId')::float8 AS id FROM scrutineer.ledger
     WHERE chain = $1 AND repository = $2 AND kind = 'review' ORDER BY sequence DESC LIMIT 1`,
    [chain, of.repository],
  );
  return typeof row?.id === 'number' ? { ...of, repositoryId: row.id } : of;
}

interface Last extends Place {
  readonly digest?: string;
  readonly configuration?: string;
}

async function findLast(
  sql: Sql,
  of: RepositoryOf,
  kind: string,
  subject: string,
): Promise<Last | undefined> {
  const [row] = await sql.query<{ record: string }>(
    `SELECT record FROM scrutineer.ledger
     WHERE place = $1 AND kind = $2 AND subject = $3 ORDER BY recorded_at DESC, sequence DESC LIMIT 1`,
    [placeOf(of), kind, subject],
  );
  return row && (JSON.parse(row.record) as Last);
}

async function readLife(
  sql: Sql,
  of: RepositoryOf,
  subject: string,
): Promise<ReadonlyMap<string, LastEvent>> {
  const rows = await sql.query<{ fingerprint: string; record: string }>(
    `SELECT DISTINCT ON (fingerprint) fingerprint, record FROM scrutineer.ledger
     WHERE place = $1 AND kind = 'finding' AND subject = $2
     ORDER BY fingerprint, recorded_at DESC, sequence DESC`,
    [placeOf(of), subject],
  );
  return new Map(rows.map(({ fingerprint, record }) => [fingerprint, JSON.parse(record) as LastEvent]));
}
