import { afterAll, describe, expect, it } from '@jest/globals';
import { WorkerLostError, createPool } from '../../../src/analyzers/syntax/pool.js';
import { expectWithin } from '../../support/time-limit.js';

interface Parsed {
  readonly nodes: readonly (readonly [type: string, field: string, start: number, end: number])[];
  readonly errors: readonly number[];
  readonly length: number;
}

const pool = createPool<unknown, Parsed>({
  url: new URL('../../support/syntax-worker.mjs', import.meta.url),
  size: 1,
  timeLimit: 20_000,
  patience: 120_000,
  shortTimeLimit: 1_000,
});
afterAll(() => pool.close());

const parse = (text: string, grammar = 'typescript'): Promise<Parsed> =>
  pool.run({ kind: 'parse', grammar, text });

async function parsesAgain(): Promise<void> {
  const { nodes, errors } = await parse('const a = 1;');
  expect(nodes.map(([type]) => type)).toContain('lexical_declaration');
  expect(errors).toEqual([]);
}

describe('hostile text', () => {
  it('that would take gigabytes loses the worker soon, and the next file is parsed', async () => {
    await parsesAgain();
    const begun = Date.now();
    await expect(parse('a<b,'.repeat(10_240))).rejects.toBeInstanceOf(WorkerLostError);
    expectWithin(Date.now() - begun, 15_000);
    await parsesAgain();
  });

  it.each([
    ['5,000 nested parentheses', `${'('.repeat(5_000)}1${')'.repeat(5_000)}`],
    ['5,000 nested lists', `x = ${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ])(
    'of %s is refused by its depth',
    async (_name, text) => {
      await expect(parse(text)).rejects.toMatchObject({
        name: 'DepthError',
        message: 'The text is nested more than 1500 levels deep.',
      });
      await parsesAgain();
    },
    30_000,
  );

  it('of 100,000 open brackets ends in an answer or a clear refusal', async () => {
    const outcome = await parse('['.repeat(100_000)).then(
      ({ errors }) => (errors.length > 0 ? 'errors' : 'clean'),
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    expect(['errors', 'DepthError', 'WorkerLostError', 'TimeLimitError']).toContain(outcome);
    await parsesAgain();
  });

  it.each([
    ['a stray bracket', 'const a = 1;\nlet b = 2 ];', 23],
    ['a block that nobody closes', 'function f() {\n  g();\n', 21],
    ['nothing that has a meaning', ']]]', 0],
  ])('with %s says where it could not be parsed', async (_name, text, offset) => {
    expect((await parse(text)).errors).toEqual([offset]);
  });

  it('with invalid HCL says so too', async () => {
    expect((await parse('resource "a" "b" {\n  x = \n}\n', 'hcl')).errors.length).toBeGreaterThan(0);
    expect((await parse('resource "a" "b" {\n  x = 1\n}\n', 'hcl')).errors).toEqual([]);
  });

  it('is copied whole up to the depth that every walk may count on', async () => {
    const { nodes } = await parse(`x = ${'['.repeat(600)}${']'.repeat(600)}`);
    expect(nodes.filter(([type]) => type === 'array')).toHaveLength(600);
  });
});
