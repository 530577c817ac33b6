import { daysOf } from './ledger-views.js';

function dayFunction(rows: string): string {
  return `
  CREATE FUNCTION scrutineer.count_${rows}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO scrutineer.finding_day AS kept (place, kind, severity, day, count)
      ${daysOf(rows, rows === 'gone' ? '-' : '')}
      ON CONFLICT (place, kind, severity, day) DO UPDATE SET count = kept.count + EXCLUDED.count;
      RETURN NULL;
    END $$;`;
}

/**
 * What the ledger comes to by now, for pages: each finding of each pull request, the pull requests, and the repositories.
 * All of it follows from the ledger's records, by the views beside this, and the transaction that adds
 * records brings it up to them. So a version with other tables drops these and makes its own. `since` is when the last event was,
 * `ended_at` when it was fixed or its pull request given up. Times are those of the records.
 */
export const ledgerState = `
  DROP TABLE IF EXISTS scrutineer.finding, scrutineer.finding_day, scrutineer.pull, scrutineer.repository;
  DROP FUNCTION IF EXISTS scrutineer.count_come(), scrutineer.count_gone();
  CREATE TABLE scrutineer.finding (
    chain text COLLATE "C" NOT NULL,
    place text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    pull bigint,
    rule_id text COLLATE "C" NOT NULL,
    severity text COLLATE "C" NOT NULL,
    path text COLLATE "C" NOT NULL,
    line int,
    title text,
    due text COLLATE "C",
    introduced_at text COLLATE "C",
    shown_at text COLLATE "C",
    since text COLLATE "C" NOT NULL,
    ended_at text COLLATE "C",
    stood_seconds bigint,
    accepted_by text COLLATE "C",
    accepted_until text COLLATE "C",
    PRIMARY KEY (place, subject, fingerprint)
  );
  CREATE INDEX finding_fingerprint ON scrutineer.finding (place, fingerprint);
  CREATE INDEX finding_open ON scrutineer.finding (place, severity, introduced_at)
    WHERE state = 'open';
  CREATE INDEX finding_accepted ON scrutineer.finding (place, accepted_until) WHERE state = 'accepted';
  CREATE INDEX finding_fixed ON scrutineer.finding (place, ended_at, severity, stood_seconds)
    WHERE state = 'fixed' AND stood_seconds IS NOT NULL;
  CREATE TABLE scrutineer.finding_day (
    place text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    severity text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (place, kind, severity, day)
  );
  ${['come', 'gone'].map(dayFunction).join('')}
  CREATE TRIGGER days_of_new AFTER INSERT ON scrutineer.finding REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION scrutineer.count_come();
  CREATE TRIGGER days_before AFTER UPDATE ON scrutineer.finding REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION scrutineer.count_gone();
  CREATE TRIGGER days_after AFTER UPDATE ON scrutineer.finding REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION scrutineer.count_come();
  CREATE TRIGGER days_of_deleted AFTER DELETE ON scrutineer.finding REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION scrutineer.count_gone();
  CREATE TABLE scrutineer.pull (
    chain text COLLATE "C" NOT NULL,
    place text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    pull bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    author text COLLATE "C",
    head text COLLATE "C" NOT NULL,
    verdict text COLLATE "C" NOT NULL,
    reviewed_at text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (place, subject)
  );
  CREATE INDEX pull_reviewed ON scrutineer.pull (place, reviewed_at);
  CREATE TABLE scrutineer.repository (
    chain text COLLATE "C" NOT NULL,
    place text COLLATE "C" PRIMARY KEY,
    repository text COLLATE "C" NOT NULL,
    reviewed_at text COLLATE "C" NOT NULL
  );
  CREATE INDEX repository_name ON scrutineer.repository (lower(repository));`;
