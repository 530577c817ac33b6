import { describe, expect, it } from '@jest/globals';
import { toDetection } from '../../../src/analyzers/secrets/inspect.js';
import { secretRules } from '../../../src/analyzers/secrets/rules/index.js';
import { createScan, type Leak } from '../../../src/analyzers/secrets/scan.js';
import { unflag } from '../../../src/model/rule.js';

const scan = createScan(secretRules);

/** In the place of the salted hash, of which other tests tell, and which takes long to make. */
const anchor = '-'.repeat(32);

/** All stretches of five characters that are not of a word. */
function partsOf(value: string): string[] {
  const parts = Array.from({ length: value.length - 4 }, (_, at) => value.slice(at, at + 5));
  return parts.filter((part) => /[A-Z0-9]/.test(part));
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

describe.each(secretRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it.each(rule.examples.bad.map((example) => [example.path, example] as const))(
    'tells of the flagged lines of %s and nothing else',
    (path, example) => {
      const { text, lines } = unflag(example.text);
      const { leaks, incomplete } = scan(path, text);
      expect(
        leaks.map((leak) => [leak.rule.id, lineOf(text, (leak.verdict.shown ?? leak.span).start)]),
      ).toEqual(lines.map((line) => [id, line]));
      expect(incomplete).toEqual([]);
    },
  );

  it.each(rule.examples.good.map((example) => [example.path, example] as const))(
    'tells of nothing in %s',
    (path, example) => {
      const { leaks, incomplete } = scan(path, example.text);
      expect(leaks).toEqual([]);
      expect(incomplete).toEqual([]);
    },
  );

  it('names no more than four characters of the credential', () => {
    const [example] = rule.examples.bad;
    const { path = '', text } = { ...example, ...unflag(example?.text ?? '') };
    const leaks = scan(path, text).leaks.filter((leak) => leak.rule === rule);
    const [leak] = leaks as [Leak];
    const written = JSON.stringify(toDetection(leak, { path, text }, anchor));
    expect(leaks).toHaveLength(1);
    expect(leak.value.length).toBeGreaterThan(8);
    expect(written).toContain(anchor);
    expect(
      partsOf(leak.value).filter((part) => !rule.title.includes(part) && written.includes(part)),
    ).toEqual([]);
  });

  it('has a keyword of two characters, an expression that starts where it is told, and the page of its provider', () => {
    expect(rule.keywords.every((keyword) => keyword.length >= 2)).toBe(true);
    expect(rule.pattern.sticky).toBe(true);
    expect(rule.pattern.global).toBe(false);
    expect(rule.references.length).toBeGreaterThan(1);
    expect(rule.references.filter((page) => !page.startsWith('https://'))).toEqual([]);
  });
});

it('has at least 300 formats, each under a title of its own', () => {
  expect(secretRules.length).toBeGreaterThan(300);
  expect(new Set(secretRules.map((rule) => rule.id)).size).toBe(secretRules.length);
});
