import { afterEach, describe, expect, it } from '@jest/globals';
import {
  TimeLimitError,
  WorkerLostError,
  createPool,
  type Pool,
  type PoolOptions,
} from '../../../src/analyzers/syntax/pool.js';
import { expectWithin } from '../../support/time-limit.js';

const url = new URL('../../support/syntax-worker.mjs', import.meta.url);
const open: Pool<unknown, unknown>[] = [];

function start(options: Partial<PoolOptions> = {}): Pool<unknown, unknown> {
  const pool = createPool<unknown, unknown>({
    url,
    size: 1,
    timeLimit: 2_000,
    patience: 60_000,
    shortTimeLimit: 50,
    ...options,
  });
  open.push(pool);
  return pool;
}
const echo = (value: number): unknown => ({ kind: 'echo', value });
const spin = { kind: 'spin' };

afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

describe('a pool', () => {
  it('answers one task after another on the same worker', async () => {
    const pool = start();
    for (const value of [1, 2, 3]) expect(await pool.run(echo(value))).toBe(value);
  });

  it('gives more tasks than it has workers to them in turn', async () => {
    const pool = start({ size: 2 });
    const values = Array.from({ length: 20 }, (_, index) => index);
    expect(await Promise.all(values.map((value) => pool.run(echo(value))))).toEqual(values);
  });

  it('ends a task that never returns, and the next one gets a new worker', async () => {
    const pool = start({ timeLimit: 300 });
    expect(await pool.run(echo(1))).toBe(1);
    const begun = Date.now();
    await expect(pool.run(spin)).rejects.toBeInstanceOf(TimeLimitError);
    expectWithin(Date.now() - begun, 3_000);
    expect(await pool.run(echo(2))).toBe(2);
  });

  it('gives each task only the short limit once patience is spent', async () => {
    const pool = start({ timeLimit: 1_000, patience: 500, shortTimeLimit: 100 });
    await pool.run(echo(1));
    await expect(pool.run(spin)).rejects.toThrow('It took longer than 1 seconds.');
    expect(await pool.run(echo(2))).toBe(2);
    await expect(pool.run(spin)).rejects.toThrow('It took longer than 0.1 seconds.');
    expect(await pool.run(echo(3))).toBe(3);
  });

  it('hands on what a task throws, by name, and keeps the worker', async () => {
    const pool = start();
    await expect(pool.run({ kind: 'fail', message: 'too far' })).rejects.toMatchObject({
      name: 'RangeError',
      message: 'too far',
    });
    expect(await pool.run(echo(4))).toBe(4);
  });

  it('replaces a worker that ends by itself', async () => {
    const pool = start();
    await expect(pool.run({ kind: 'exit' })).rejects.toBeInstanceOf(WorkerLostError);
    expect(await pool.run(echo(5))).toBe(5);
  });

  it('replaces a worker that takes more memory than it may', async () => {
    const pool = start({ timeLimit: 60_000 });
    await expect(pool.run({ kind: 'grow' })).rejects.toMatchObject({
      name: 'WorkerLostError',
      message: expect.stringContaining('memory limit'),
    });
    expect(await pool.run(echo(6))).toBe(6);
  });

  it('gives a worker nothing of the environment, where the key of the App may stand', async () => {
    process.env.PRIVATE_KEY = 'of a test';
    try {
      expect(await start().run({ kind: 'environment' })).toEqual([]);
    } finally {
      Reflect.deleteProperty(process.env, 'PRIVATE_KEY');
    }
  });

  it('answers a worker that asks for other files', async () => {
    const pool = start();
    const files = new Map([
      ['a.ts', 'const a = 1;'],
      ['long.ts', 'x'.repeat(300_000)],
    ]);
    const read = async (path: string): Promise<string | undefined> => files.get(path);
    const task = { kind: 'read', paths: ['a.ts', 'missing.ts', 'long.ts', 'a.ts'] };
    expect(await pool.run(task, read)).toEqual([
      'const a = 1;',
      undefined,
      'x'.repeat(300_000),
      'const a = 1;',
    ]);
  });

  it('takes a file as absent when reading it fails', async () => {
    const pool = start();
    const read = (): Promise<never> => Promise.reject(new Error('gone'));
    expect(await pool.run({ kind: 'read', paths: ['a.ts'] }, read)).toEqual([undefined]);
  });

  it('gives hostile tasks in a row the short limit each, although each gets a new worker', async () => {
    const pool = start({ timeLimit: 200, patience: 100, shortTimeLimit: 100 });
    const begun = Date.now();
    for (let count = 0; count < 4; count++)
      await expect(pool.run(spin)).rejects.toBeInstanceOf(TimeLimitError);
    expectWithin(Date.now() - begun, 5_000);
  });

  it('does not count the time that another file takes to come', async () => {
    const pool = start({ timeLimit: 300 });
    const read = (path: string): Promise<string> =>
      new Promise((resolve) => setTimeout(() => resolve(path), 200));
    expect(await pool.run({ kind: 'read', paths: ['a', 'b', 'c', 'd'] }, read)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('answers a worker that asks for many files at once, and counts the time of none of them', async () => {
    const pool = start({ timeLimit: 2_000 });
    const read = (path: string): Promise<string> =>
      new Promise((resolve) => setTimeout(() => resolve(path), 200 * Number(path)));
    const paths = ['12', '4', '8', '1'];
    const begun = Date.now();
    expect(await pool.run({ kind: 'read-later', paths }, read)).toEqual(paths);
    expect(await pool.run({ kind: 'read', paths: ['1', '2'] }, read)).toEqual(['1', '2']);
    expect(await pool.run({ kind: 'read-later', paths }, read)).toEqual(paths);
    expect(Date.now() - begun).toBeGreaterThan(4_800);
    await expect(pool.run(spin)).rejects.toBeInstanceOf(TimeLimitError);
  });

  it('starts no second worker for what the first has done before it would be there', async () => {
    const pool = start({ size: 4 });
    await pool.run({ kind: 'thread', milliseconds: 0 });
    const short = await Promise.all(
      Array.from({ length: 5 }, () => pool.run({ kind: 'thread', milliseconds: 1 })),
    );
    expect(new Set(short).size).toBe(1);
    const long = await Promise.all(
      Array.from({ length: 3 }, () => pool.run({ kind: 'thread', milliseconds: 1000 })),
    );
    expect(new Set(long).size).toBe(3);
  });

  it('replaces a worker that takes more memory than a limit of its own', async () => {
    const pool = start({ timeLimit: 60_000, heapLimit: 32 });
    const begun = Date.now();
    await expect(pool.run({ kind: 'grow' })).rejects.toBeInstanceOf(WorkerLostError);
    expectWithin(Date.now() - begun, 30_000);
  });
});
