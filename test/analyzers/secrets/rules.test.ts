import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { secretRules } from '../../../src/analyzers/secrets/rules/index.js';
import { createScan } from '../../../src/analyzers/secrets/scan.js';
import { unflag } from '../../../src/model/rule.js';
import { analyze } from '../support.js';

const analyzer = createSecretsAnalyzer();
const scan = createScan(secretRules);

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

  it('names no more than four characters of the credential', async () => {
    const [example] = rule.examples.bad;
    const { path = '', text } = { ...example, ...unflag(example?.text ?? '') };
    const [leak] = createScan([rule])(path, text).leaks;
    const { detections } = await analyze(analyzer, path, text);
    const written = JSON.stringify(detections);
    const value = leak?.value ?? '';
    expect(detections).toHaveLength(1);
    expect(value.length).toBeGreaterThan(8);
    for (let at = 0; at + 5 <= value.length; at++) {
      const part = value.slice(at, at + 5);
      if (/[A-Z0-9]/.test(part) && !rule.title.includes(part)) expect(written).not.toContain(part);
    }
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
