import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readHeads } from '../../src/ledger/read.js';
import type { Database } from '../../src/queue/database.js';
import { openPglite } from '../../src/queue/pglite.js';
import { openPostgres } from '../../src/queue/postgres.js';
import { hasPostgres, postgres } from '../support/databases.js';
import { verifyAll } from '../support/ledger.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Lets a process add to the ledger, kills it in the midst of that, and gives the last record that it said was kept. */
async function appendAndKill(place: string, milliseconds: number): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--import', './scripts/typescript.mjs', 'test/support/append-forever.ts', place],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const closed = new Promise((resolve) => child.once('close', resolve));
  while (said === '' && child.exitCode === null) await sleep(20);
  await sleep(milliseconds);
  child.kill('SIGKILL');
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
  return Number(said.trim().split('\n').at(-1));
}

interface Kept {
  readonly name: string;
  readonly place: () => Promise<string>;
  readonly open: (place: string) => Promise<Database>;
}

const kept: Kept[] = [
  {
    name: 'PGlite',
    place: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'scrutineer-kill-'));
      ends.push(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
    open: openPglite,
  },
  ...((await hasPostgres())
    ? [
        {
          name: 'PostgreSQL',
          place: async () => {
            const test = await postgres.create();
            ends.push(test.drop);
            return test.url ?? '';
          },
          open: (place: string) => openPostgres(place, () => undefined),
        },
      ]
    : []),
];

describe.each(kept)('on $name', ({ place: make, open }) => {
  it('kill -9 while it is added to leaves a chain that is whole, with all that was said to be kept', async () => {
    const place = await make();
    let before = 0;
    for (const milliseconds of [150, 333]) {
      const said = await appendAndKill(place, milliseconds);
      expect(said).toBeGreaterThan(before);
      const database = await open(place);
      const { faults, chains } = await verifyAll(database);
      const [head] = await readHeads(database);
      await database.close();
      expect(faults).toEqual([]);
      expect(chains[0]?.records).toBe(head?.sequence);
      // What was committed may not have been said yet.
      expect(head?.sequence).toBeGreaterThanOrEqual(said);
      before = head?.sequence ?? 0;
    }
  });
});
