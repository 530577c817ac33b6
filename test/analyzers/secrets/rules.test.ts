import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { secretRules } from '../../../src/analyzers/secrets/rules/index.js';
import { createScan } from '../../../src/analyzers/secrets/scan.js';
import { unflag } from '../../../src/model/rule.js';
import { analyze } from '../support.js';

const analyzer = createSecretsAnalyzer();

describe.each(secretRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it.each(rule.examples.bad.map((example) => [example.path, example] as const))(
    'reports the flagged lines of %s and nothing else',
    async (path, example) => {
      const { text, lines } = unflag(example.text);
      const { detections, problems } = await analyze(analyzer, path, text);
      expect(detections.map((found) => [found.ruleId, found.range.startLine])).toEqual(
        lines.map((line) => [id, line]),
      );
      expect(problems).toEqual([]);
    },
  );

  it.each(rule.examples.good.map((example) => [example.path, example] as const))(
    'reports nothing on %s',
    async (path, example) => {
      const { detections, problems } = await analyze(analyzer, path, example.text);
      expect(detections).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  it('names no more than four characters of the credential', async () => {
    for (const example of rule.examples.bad) {
      const { text } = unflag(example.text);
      const [leak] = createScan([rule])(example.path, text).leaks;
      const { detections } = await analyze(analyzer, example.path, text);
      const written = JSON.stringify(detections);
      const value = leak?.value ?? '';
      expect(value.length).toBeGreaterThan(8);
      for (let at = 0; at + 5 <= value.length; at++) {
        const part = value.slice(at, at + 5);
        if (/[A-Z0-9]/.test(part) && !rule.title.includes(part)) expect(written).not.toContain(part);
      }
    }
  });

  it('has a keyword that its own examples contain, and an expression that starts where it is told', () => {
    expect(rule.keywords.every((keyword) => keyword.length >= 2)).toBe(true);
    expect(rule.pattern.sticky).toBe(true);
    expect(rule.pattern.global).toBe(false);
    expect(rule.references.length).toBeGreaterThan(1);
  });
});

describe('hostile text', () => {
  const length = 100_000;
  const alphabets = ['a', '0', ' ', 'aB3', 'Ab_-9./', 'x:='];

  it.each(secretRules.map((rule) => [rule.id, rule] as const))('does not slow %s down', async (_, rule) => {
    const samples = rule.examples.bad.map((example) => unflag(example.text).text);
    const texts = [
      ...rule.keywords.map((keyword) => keyword.repeat(length / 5 / keyword.length)),
      ...rule.keywords.map((keyword) => `${rule.opener ?? ''} ${keyword} `.repeat(1000)),
      ...alphabets.map((part) =>
        `${rule.opener ?? ''}${rule.keywords[0] ?? ''}`.concat(part.repeat(length / part.length)),
      ),
      ...alphabets.map((part) =>
        `${part.repeat(30)}${rule.opener ?? ''}${part.repeat(30)}${rule.keywords[0] ?? ''}${part.repeat(60)}!`.repeat(
          400,
        ),
      ),
      ...samples.map((sample) => sample.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, '!').repeat(30)),
    ];
    const scan = createScan([rule]);
    for (const text of texts) {
      const before = process.cpuUsage();
      scan('src/hostile.ts', text);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(200);
    }
  });

  it('searches ten megabytes on one line within seconds, with all rules', () => {
    const scan = createScan(secretRules);
    const bait = secretRules.flatMap((rule) => rule.keywords).join(' =:');
    const line = `${bait}aZ0_${'x'.repeat(50)}`.repeat(1 + 10_000_000 / (bait.length + 54));
    const before = process.cpuUsage();
    const { leaks } = scan('dist/app.min.js', line);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(6000);
    expect(leaks).toEqual([]);
  });
});
