import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A server of PostgreSQL that a test may stop and start as it likes. */
export interface OwnPostgres {
  readonly url: string;
  /** All connections break at once, as when the machine fails, and it comes back after a time. */
  restart(downMilliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Where Debian keeps its programs; the newest version. */
function findPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).filter((name) => existsSync(join(root, name, 'bin/initdb')));
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? undefined : join(root, newest, 'bin');
}

/** Whether this machine has the programs of a server. */
export function hasOwnPostgres(): boolean {
  return findPrograms() !== undefined;
}

/** The number of `nobody`: PostgreSQL refuses to run as root. */
const nobody = 65_534;

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const programs = findPrograms();
  if (programs === undefined) throw new Error('There are no programs of PostgreSQL on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, nobody, nobody);
  const user = isRoot ? { uid: nobody, gid: nobody } : {};
  const data = join(folder, 'data');
  const setUp = ['-D', data, '-U', 'scrutineer', '-A', 'trust', '--no-sync', '--locale', 'C', '-E', 'UTF8'];
  execFileSync(join(programs, 'initdb'), setUp, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const url = `postgres://scrutineer@127.0.0.1:${port}/postgres`;
  const options = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn(join(programs, 'postgres'), options, { ...user, cwd: folder, stdio: 'ignore' });
    await untilAnswers(url);
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  await start();
  return {
    url,
    restart: async (downMilliseconds) => {
      // Immediate shutdown: no connection gets a word, and the log is replayed at the next start.
      await stop('SIGQUIT');
      await sleep(downMilliseconds);
      await start();
    },
    close: async () => {
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (tries === 600) throw error;
      await sleep(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
