/** A statement and its values, as PostgreSQL takes them. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** PostgreSQL, as a server of its own or within this process; the same statements run on both. */
export interface Database extends Sql {
  /** No other process has it open. */
  readonly isExclusive: boolean;
  /** All statements of the work are done, or none. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Calls `heard` with what `pg_notify` sends on the channel, whichever process does. What is sent while the connection is
   * broken is lost, so `heard` is called with an empty text when it stands again.
   */
  listen(channel: string, heard: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** What a database tells of itself while nobody waits for it. */
export type OnError = (error: unknown) => void;
