/**
 * What the records of a repository come to. `$1` is its place in the ledger: `#` with GitHub's number of it, which stays when it is
 * renamed or handed to another account, or its name where records have no number. Of several chains the time tells what came last.
 */

/** What a view is of: all of a repository, or what `$2` names: a JSON list, or how a fingerprint begins. */
export type Part = 'all' | 'listed' | 'begun';

const isListed = (column: string): string => `AND ${column} IN (SELECT jsonb_array_elements_text($2::jsonb))`;

/** The last word on whether a pull request is open. */
const ends = (condition: string): string => `
  SELECT DISTINCT ON (subject) subject, sequence, recorded_at, record::jsonb ->> 'event' AS event
  FROM scrutineer.ledger WHERE place = $1 AND kind = 'pull-request' AND subject IS NOT NULL ${condition}
  ORDER BY subject, recorded_at DESC, sequence DESC`;

export const fingerprintsOf: Readonly<Record<Part, string>> = {
  all: '',
  listed: isListed('fingerprint'),
  begun: 'AND left(fingerprint, 1) = $2',
};

export const findingView = (part: Part): string => `
  WITH life AS MATERIALIZED (
    SELECT chain, subject, fingerprint, sequence, recorded_at, record::jsonb AS r
    FROM scrutineer.ledger
    WHERE place = $1 AND kind = 'finding' AND subject LIKE 'pull-%' AND fingerprint IS NOT NULL
    ${fingerprintsOf[part]}
  ),
  ends AS (${ends(part === 'listed' ? 'AND subject IN (SELECT subject FROM life)' : '')}),
  folded AS (
    SELECT subject, fingerprint,
      (array_agg(chain ORDER BY recorded_at DESC, sequence DESC))[1] AS chain,
      (array_agg(r ORDER BY recorded_at DESC, sequence DESC))[1] AS last,
      (array_agg(r ORDER BY recorded_at DESC, sequence DESC) FILTER (WHERE r ->> 'line' IS NOT NULL))[1] AS facts,
      min(recorded_at) FILTER (WHERE r ->> 'stoodOn' IS NULL) AS introduced_at,
      min(recorded_at) FILTER (WHERE r ->> 'event' IN ('introduced', 'shown', 'reopened')) AS shown_at,
      max(recorded_at) AS since
    FROM life GROUP BY subject, fingerprint
  ),
  mended AS (
    SELECT fingerprint, max(ends.sequence) AS sequence, max(ends.recorded_at) AS at
    FROM folded JOIN ends USING (subject)
    WHERE last ->> 'stoodOn' = 'base' AND last ->> 'event' = 'fixed' AND event = 'merged'
    GROUP BY fingerprint
  ),
  stated AS (
    SELECT folded.*, ends.recorded_at AS left_at, mended.at AS mended_at,
      CASE
        WHEN last ->> 'event' = 'fixed' THEN 'fixed'
        WHEN ends.event = 'closed' THEN 'abandoned'
        WHEN ends.event = 'merged' AND (mended.at, mended.sequence) > (ends.recorded_at, ends.sequence) THEN 'fixed'
        WHEN last ->> 'event' <> 'withheld' THEN 'open'
        WHEN last ->> 'acceptedBy' IS NULL THEN 'withheld'
        ELSE 'accepted'
      END AS state
    FROM folded LEFT JOIN ends USING (subject) LEFT JOIN mended USING (fingerprint)
  )
  SELECT chain, $1 AS place, subject, fingerprint, state, (last ->> 'pull')::bigint AS pull,
    last ->> 'ruleId' AS rule_id, last ->> 'severity' AS severity, last ->> 'path' AS path,
    (facts ->> 'line')::int AS line, facts ->> 'title' AS title, facts ->> 'due' AS due,
    introduced_at, shown_at, since,
    CASE
      WHEN last ->> 'event' = 'fixed' THEN since
      WHEN state = 'abandoned' THEN left_at
      WHEN state = 'fixed' THEN mended_at
    END AS ended_at,
    floor(extract(epoch FROM CASE
      WHEN last ->> 'event' = 'fixed' THEN since
      WHEN state = 'fixed' THEN mended_at
    END::timestamptz - introduced_at::timestamptz))::bigint AS stood_seconds,
    CASE WHEN state = 'accepted' THEN last ->> 'acceptedBy' END AS accepted_by,
    CASE WHEN state = 'accepted' THEN last ->> 'until' END AS accepted_until
  FROM stated`;

export const pullView = (part: Part): string => `
  WITH ends AS (${ends(part === 'listed' ? isListed('subject') : '')}),
  reviewed AS (
    SELECT DISTINCT ON (subject) chain, subject, sequence, recorded_at, record::jsonb AS r
    FROM scrutineer.ledger
    WHERE place = $1 AND kind = 'review' AND subject LIKE 'pull-%'
    ${part === 'listed' ? isListed('subject') : ''}
    ORDER BY subject, recorded_at DESC, sequence DESC
  )
  SELECT chain, $1 AS place, subject, (r ->> 'pull')::bigint AS pull,
    CASE event WHEN 'merged' THEN 'merged' WHEN 'closed' THEN 'closed' ELSE 'open' END AS state,
    r ->> 'author' AS author, r ->> 'head' AS head, r ->> 'verdict' AS verdict,
    reviewed.recorded_at AS reviewed_at, reviewed.sequence
  FROM reviewed LEFT JOIN ends USING (subject)`;

/** Under the name that it was reviewed under last. */
export const repositoryView = `
  SELECT chain, $1 AS place, repository, recorded_at AS reviewed_at
  FROM scrutineer.ledger WHERE place = $1 AND kind = 'review' ORDER BY recorded_at DESC, sequence DESC LIMIT 1`;

/**
 * Findings counted by day, so that years of them are few rows: by how much the open ones changed (`change`), the open ones by
 * the day on which they came in (`open`), and by that on which they are due (`due`); and accepted risks by their last day, or none.
 */
export const daysOf = (rows: string, sign: '' | '-'): string => `
  SELECT place, kind, severity, day, ${sign}sum(amount) AS count FROM (
    SELECT place, 'change' AS kind, severity, left(introduced_at, 10) AS day, 1 AS amount FROM ${rows}
    WHERE introduced_at IS NOT NULL
    UNION ALL
    SELECT place, 'change', severity, left(coalesce(ended_at, since), 10), -1 FROM ${rows}
    WHERE introduced_at IS NOT NULL AND state <> 'open'
    UNION ALL
    SELECT place, 'open', severity, left(introduced_at, 10), 1 FROM ${rows} WHERE state = 'open'
    UNION ALL
    SELECT place, 'due', severity, due, 1 FROM ${rows} WHERE state = 'open' AND due IS NOT NULL
    UNION ALL
    SELECT place, 'accepted', severity, coalesce(accepted_until, ''), 1 FROM ${rows} WHERE state = 'accepted'
  ) counted GROUP BY place, kind, severity, day`;
