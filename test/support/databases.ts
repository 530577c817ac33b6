import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Database, OnError } from '../../src/queue/database.js';
import { openPglite } from '../../src/queue/pglite.js';
import { openPostgres } from '../../src/queue/postgres.js';

/** A database of its own for a test, which several connections may open if it is PostgreSQL's. */
export interface TestDatabase {
  readonly open: (onError?: OnError) => Promise<Database>;
  readonly drop: () => Promise<void>;
  /** For other processes, where it is a server's. */
  readonly url?: string;
}

export interface Engine {
  readonly name: string;
  readonly create: () => Promise<TestDatabase>;
}

const server = process.env.DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/postgres';

export const pglite: Engine = {
  name: 'PGlite',
  create: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scrutineer-queue-'));
    return {
      open: () => openPglite(join(folder, 'data')),
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

export const postgres: Engine = {
  name: 'PostgreSQL',
  create: async () => {
    const name = `scrutineer_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    await asAdministrator(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = name;
    return {
      open: (onError = () => undefined) => openPostgres(url.href, onError),
      url: url.href,
      drop: () => asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    };
  },
};

/** Whether a server of PostgreSQL answers: at `DATABASE_URL`, or on this machine. */
export async function hasPostgres(): Promise<boolean> {
  try {
    await asAdministrator('SELECT 1');
    return true;
  } catch {
    return false;
  }
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
