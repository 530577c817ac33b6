import { afterEach, describe, expect, it } from '@jest/globals';
import {
  TimeLimitError,
  createPool,
  type Pool,
  type PoolOptions,
} from '../../../src/analyzers/syntax/pool.js';

const url = new URL('../../support/syntax-worker.mjs', import.meta.url);
const open: Pool<unknown, unknown>[] = [];

function start(options: Partial<PoolOptions> = {}): Pool<unknown, unknown> {
  const pool = createPool<unknown, unknown>({
    url,
    size: 2,
    timeLimit: 20_000,
    patience: 60_000,
    shortTimeLimit: 50,
    isolation: 'process',
    ...options,
  });
  open.push(pool);
  return pool;
}
const echo = (value: unknown): unknown => ({ kind: 'echo', value });

afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

describe('a pool whose workers have a process of their own', () => {
  it('answers, and hands on what a task throws', async () => {
    const pool = start();
    const value = { list: [1, undefined, 'x'.repeat(300_000)], map: new Map([['a', new Set([1])]]) };
    expect(await pool.run(echo(value))).toEqual(value);
    await expect(pool.run({ kind: 'fail', message: 'too far' })).rejects.toMatchObject({
      name: 'RangeError',
      message: 'too far',
    });
  });

  it('gives the process nothing of the environment, where the key of the App may stand', async () => {
    process.env.PRIVATE_KEY = 'of a test';
    try {
      expect(await start().run({ kind: 'environment' })).toEqual([]);
    } finally {
      Reflect.deleteProperty(process.env, 'PRIVATE_KEY');
    }
  });

  it('is one process for all pools, started by this one', async () => {
    const [one, other] = [start(), start()];
    expect(await Promise.all([one.run({ kind: 'process' }), other.run({ kind: 'process' })])).toEqual([
      process.pid,
      process.pid,
    ]);
  });

  it('answers a worker that asks for other files, and waits for it', async () => {
    const pool = start({ timeLimit: 1_000 });
    const read = (path: string): Promise<string | undefined> =>
      new Promise((resolve) => setTimeout(() => resolve(path === 'no' ? undefined : path), 400));
    const paths = ['a', 'no', 'b', 'c'];
    expect(await pool.run({ kind: 'read', paths }, read)).toEqual(['a', undefined, 'b', 'c']);
    expect(await pool.run({ kind: 'read-later', paths }, read)).toEqual(['a', undefined, 'b', 'c']);
  });

  it('ends a task that never returns, and the next one gets a new worker', async () => {
    const pool = start({ timeLimit: 300 });
    await expect(pool.run({ kind: 'spin' })).rejects.toBeInstanceOf(TimeLimitError);
    expect(await pool.run(echo(2))).toBe(2);
  });

  it('outlives a file that spends its memory at a stroke, and so does what runs beside it', async () => {
    const pool = start({ heapLimit: 64 });
    const swell = pool.run({ kind: 'swell' });
    const beside = start().run({ kind: 'thread', milliseconds: 1_500 });
    await expect(swell).rejects.toMatchObject({
      name: 'WorkerLostError',
      message: expect.stringContaining('memory limit'),
    });
    expect(await beside).toEqual(expect.any(Number));
    expect(await pool.run(echo(3))).toBe(3);
  });
});
