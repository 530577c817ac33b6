import pg from 'pg';
import type { Database, OnError, Sql } from './database.js';

/** Longer than any statement of ours, a migration's too. */
const longestQueryMilliseconds = 60_000;
/** How long a broken connection for notifications waits before it is made again. */
const longestWaitMilliseconds = 10_000;

/** Opens connections to a server of PostgreSQL 15 or later, as many as are needed, up to `connections`. */
export async function openPostgres(url: string, onError: OnError, connections = 10): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'scrutineer',
    connectionTimeoutMillis: 10_000,
    // A connection that the network forgot says nothing.
    query_timeout: longestQueryMilliseconds,
    keepAlive: true,
  });
  // Of a connection that breaks while nobody uses it; the next use opens another.
  pool.on('error', (error) => {
    // The driver hangs the whole connection on it, of which the log would tell a page.
    Reflect.deleteProperty(error, 'client');
    onError(error);
  });
  const ears = createEars(url, onError);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    isExclusive: false,
    query: async (text, values) => rowsOf(await pool.query(text, values && [...values])),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      // A connection that breaks between two statements says so by this event alone.
      const onBreak = (error: Error): void => void (broken = error);
      client.on('error', onBreak);
      try {
        await client.query('BEGIN');
        const result = await work(sqlOf(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((failure: unknown) => {
          broken ??= failure instanceof Error ? failure : new Error(String(failure));
        });
        throw error;
      } finally {
        client.off('error', onBreak);
        client.release(broken ?? false);
      }
    },
    listen: ears.listen,
    close: async () => {
      await ears.close();
      await pool.end();
    },
  };
}

function sqlOf(client: pg.PoolClient): Sql {
  return { query: async (text, values) => rowsOf(await client.query(text, values && [...values])) };
}

/** A text of several statements has a result for each; the last one counts. */
function rowsOf<Row>(result: pg.QueryResult | readonly pg.QueryResult[]): Row[] {
  const last = 'rows' in result ? result : result.at(-1);
  return (last?.rows ?? []) as Row[];
}

interface Ears {
  readonly listen: Database['listen'];
  readonly close: () => Promise<void>;
}

/** One connection that hears all channels, and is made again for as long as it takes when it breaks. */
function createEars(url: string, onError: OnError): Ears {
  const channels = new Map<string, (payload: string) => void>();
  let client: pg.Client | undefined;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'scrutineer', keepAlive: true });
    next.on('notification', ({ channel, payload }) => channels.get(channel)?.(payload ?? ''));
    next.on('error', onError);
    await next.connect();
    client = next;
    next.on('end', () => {
      client = undefined;
      if (!isClosed) reconnect(100);
    });
    for (const channel of channels.keys()) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  };
  const reconnect = (wait: number): void => {
    retry = setTimeout(() => {
      connect().then(
        () => channels.forEach((heard) => heard('')),
        (error: unknown) => {
          onError(error);
          if (!isClosed) reconnect(Math.min(longestWaitMilliseconds, wait * 2));
        },
      );
    }, wait);
  };
  return {
    listen: async (channel, heard) => {
      channels.set(channel, heard);
      if (client) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      else await connect();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
