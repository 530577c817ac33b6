/**
 * The ledger: records to which others are only added. Whoever owns the tables can take the triggers off; then the chain of
 * hashes tells. All columns that a page asks for follow from the record, so that none can say something else.
 */
export const ledgerTables = `
  CREATE TABLE scrutineer.ledger (
    record text NOT NULL,
    previous text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    chain text COLLATE "C" NOT NULL GENERATED ALWAYS AS (record::jsonb ->> 'chain') STORED,
    sequence bigint NOT NULL GENERATED ALWAYS AS ((record::jsonb ->> 'sequence')::bigint) STORED,
    id text COLLATE "C" NOT NULL GENERATED ALWAYS AS (record::jsonb ->> 'id') STORED,
    recorded_at text COLLATE "C" NOT NULL GENERATED ALWAYS AS (record::jsonb ->> 'recordedAt') STORED,
    kind text COLLATE "C" NOT NULL GENERATED ALWAYS AS (record::jsonb ->> 'kind') STORED,
    repository text COLLATE "C" NOT NULL GENERATED ALWAYS AS (record::jsonb ->> 'repository') STORED,
    fingerprint text COLLATE "C" GENERATED ALWAYS AS (record::jsonb ->> 'fingerprint') STORED,
    PRIMARY KEY (chain, sequence),
    UNIQUE (chain, id)
  );
  CREATE INDEX ledger_repository ON scrutineer.ledger (repository, sequence DESC);
  CREATE INDEX ledger_kind ON scrutineer.ledger (repository, kind, sequence DESC);
  CREATE INDEX ledger_fingerprint ON scrutineer.ledger (repository, fingerprint, sequence) WHERE fingerprint IS NOT NULL;
  CREATE INDEX ledger_recorded_at ON scrutineer.ledger (chain, recorded_at);
  CREATE TABLE scrutineer.ledger_head (
    chain text COLLATE "C" PRIMARY KEY,
    sequence bigint NOT NULL,
    hash text COLLATE "C" NOT NULL,
    recorded_at text COLLATE "C" NOT NULL
  );
  CREATE FUNCTION scrutineer.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'The ledger is only added to: % is refused.', TG_OP; END $$;
  CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON scrutineer.ledger
    FOR EACH STATEMENT EXECUTE FUNCTION scrutineer.refuse();
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON scrutineer.ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION scrutineer.refuse();
  CREATE TRIGGER only_grows BEFORE UPDATE ON scrutineer.ledger_head
    FOR EACH ROW WHEN (NEW.sequence <= OLD.sequence OR NEW.chain <> OLD.chain)
    EXECUTE FUNCTION scrutineer.refuse();`;

/** What a review, a finding's event or a configuration is about, to find the last of it. */
export const ledgerSubject = `
  ALTER TABLE scrutineer.ledger
    ADD COLUMN subject text COLLATE "C" GENERATED ALWAYS AS (record::jsonb ->> 'subject') STORED;
  CREATE INDEX ledger_subject ON scrutineer.ledger (chain, repository, kind, subject, sequence)
    WHERE subject IS NOT NULL;`;

/**
 * Where a record belongs: to a repository by GitHub's number of it, which stays when it is renamed, and which no other has that takes
 * its name. Records of older versions have no number, save reviews: a name that only one repository was reviewed under stands for it.
 */
export const ledgerPlace = `
  DO $do$
    DECLARE known text;
    BEGIN
      SELECT string_agg(format('WHEN %L THEN %L', repository, '#' || id), ' ') INTO known FROM (
        SELECT repository, min(record::jsonb ->> 'repositoryId') AS id FROM scrutineer.ledger WHERE kind = 'review'
        GROUP BY repository HAVING min(record::jsonb ->> 'repositoryId') = max(record::jsonb ->> 'repositoryId')
      ) named;
      EXECUTE format(
        'ALTER TABLE scrutineer.ledger ADD COLUMN place text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(%s)) STORED',
        concat_ws(', ', $$'#' || (record::jsonb ->> 'repositoryId')$$,
          CASE WHEN known IS NOT NULL THEN format($$CASE record::jsonb ->> 'repository' %s END$$, known) END,
          $$record::jsonb ->> 'repository'$$)
      );
    END
  $do$;
  DROP INDEX scrutineer.ledger_repository, scrutineer.ledger_subject, scrutineer.ledger_fingerprint;
  DROP INDEX IF EXISTS scrutineer.ledger_repository_id;
  CREATE INDEX ledger_place ON scrutineer.ledger (place, chain, sequence);
  CREATE INDEX ledger_last ON scrutineer.ledger (place, kind, recorded_at, sequence);
  CREATE INDEX ledger_subject ON scrutineer.ledger (place, kind, subject, recorded_at DESC, sequence DESC)
    WHERE subject IS NOT NULL;
  CREATE INDEX ledger_fingerprint ON scrutineer.ledger (place, fingerprint, recorded_at, sequence)
    WHERE fingerprint IS NOT NULL;`;
