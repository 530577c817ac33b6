import { beforeEach, describe, expect, it } from '@jest/globals';
import { type AnswerMemory, createMemory } from '../../src/github/answer-memory.js';

describe('what GitHub answered', () => {
  let now: number;
  let asked: string[];
  let memory: AnswerMemory;

  beforeEach(() => {
    now = 0;
    asked = [];
    memory = createMemory(() => now, 10);
  });

  const ask = (token: string, count: number): Promise<readonly number[]> =>
    memory.remember(token, 'list', () => {
      asked.push(token);
      return Promise.resolve(Array.from({ length: count }, (_, index) => index));
    });

  it('is kept for a minute, for each person, and then goes with the next answer', async () => {
    await ask('a', 2);
    await ask('b', 3);
    now = 59_999;
    expect(await ask('a', 9)).toHaveLength(2);
    expect(asked).toEqual(['a', 'b']);
    expect(memory.size).toBe(7);
    now = 60_000;
    await ask('c', 0);
    expect(memory.size).toBe(1);
    await ask('a', 1);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });

  it('is no more in all than a bound, and the oldest goes first', async () => {
    await ask('a', 4);
    await ask('b', 4);
    expect(memory.size).toBe(10);
    await ask('c', 2);
    expect(memory.size).toBe(8);
    await ask('b', 4);
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(await ask('d', 50)).toHaveLength(50);
    expect(memory.size).toBe(0);
  });

  it('is not kept where it failed', async () => {
    const fail = (): Promise<never> => memory.remember('a', 'list', () => Promise.reject(new Error('Away')));
    await expect(fail()).rejects.toThrow('Away');
    expect(memory.size).toBe(0);
    expect(await ask('a', 1)).toHaveLength(1);
  });
});
