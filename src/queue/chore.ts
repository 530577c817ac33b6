import { randomUUID } from 'node:crypto';
import type { Database, OnError, Sql } from './database.js';

/** Something that one process does for all of them, now and then. */
export interface Chore {
  readonly name: string;
  /** From the end of one to the begin of the next. */
  readonly everySeconds: number;
  /** A process that starts does it sooner: then, if nobody has done it for so long. */
  readonly atStartSeconds: number;
  readonly work: (turn: ChoreTurn) => Promise<void>;
}

/** What a chore may ask while it is done. */
export interface ChoreTurn {
  /** Says that it goes on. Rejects where another process has taken it over, or this one stops. */
  readonly goOn: () => Promise<void>;
  /** Whether nobody has taken this id before. */
  readonly takeOnce: (id: string) => Promise<boolean>;
  /** Lets an id be taken again. */
  readonly giveBack: (id: string) => Promise<void>;
}

export interface Repeated {
  /** Settles when it is done, or has ended because of this. */
  stop(): Promise<void>;
}

/** Without a word for so long a chore is another's. */
const holdSeconds = 120;
/** How often a process looks whether it is due. */
const lookMilliseconds = 60_000;

/** Does a chore again and again, in whichever of the processes is first. */
export function repeat(database: Database, chore: Chore, onError: OnError): Repeated {
  const holder = randomUUID();
  const ending = new AbortController();
  const turn: ChoreTurn = {
    goOn: async () => {
      ending.signal.throwIfAborted();
      if (!(await holdOn(database, chore.name, holder)))
        throw new Error(`Another process has taken over: ${chore.name}.`);
    },
    takeOnce: async (id) => {
      const rows = await database.query(
        'INSERT INTO scrutineer.once (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id',
        [`${chore.name} ${id}`],
      );
      return rows.length > 0;
    },
    giveBack: async (id) => {
      await database.query('DELETE FROM scrutineer.once WHERE id = $1', [`${chore.name} ${id}`]);
    },
  };
  const look = async (afterSeconds: number): Promise<void> => {
    if (!(await take(database, chore.name, holder, afterSeconds))) return;
    try {
      await chore.work(turn);
    } finally {
      // One that failed is done again when it is due again: what made it fail would do so at once.
      await giveUp(database, chore.name, holder);
    }
  };
  let isLooking = false;
  let last = Promise.resolve();
  const begin = (afterSeconds: number): void => {
    if (isLooking) return;
    isLooking = true;
    last = look(afterSeconds)
      .catch((error: unknown) => {
        if (!ending.signal.aborted) onError(error);
      })
      .finally(() => (isLooking = false));
  };
  begin(chore.atStartSeconds);
  const timer = setInterval(
    () => begin(chore.everySeconds),
    Math.min(lookMilliseconds, chore.everySeconds * 1000),
  );
  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort(new Error('The server stops.'));
      await last;
    },
  };
}

async function take(sql: Sql, name: string, holder: string, afterSeconds: number): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO scrutineer.chore AS c (name, holder, held_until)
     VALUES ($1, $2::uuid, now() + $3::int * interval '1 s')
     ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, held_until = EXCLUDED.held_until
       WHERE c.held_until <= now() AND (c.done_on IS NULL OR c.done_on <= now() - $4::int * interval '1 s')
     RETURNING name`,
    [name, holder, holdSeconds, afterSeconds],
  );
  return rows.length > 0;
}

async function holdOn(sql: Sql, name: string, holder: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE scrutineer.chore SET held_until = now() + $3::int * interval '1 s'
     WHERE name = $1 AND holder = $2::uuid RETURNING name`,
    [name, holder, holdSeconds],
  );
  return rows.length > 0;
}

async function giveUp(sql: Sql, name: string, holder: string): Promise<void> {
  await sql.query(
    'UPDATE scrutineer.chore SET held_until = now(), done_on = now() WHERE name = $1 AND holder = $2::uuid',
    [name, holder],
  );
}
