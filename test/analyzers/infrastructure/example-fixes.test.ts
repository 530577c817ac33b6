import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { unflag, type Example } from '../../../src/model/rule.js';
import { analyzeFile, applied } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const withFixes = new Set<string>();

describe.each(analyzer.rules.map((rule) => [rule.id, rule.examples.bad] as const))(
  'an exact suggestion of %s',
  (id, examples) => {
    it('takes the finding away, and brings no problem', async () => {
      for (const example of examples) {
        const { found, text } = await analyzed(id, example, unflag(example.text).text);
        for (const detection of found.filter(({ fix }) => fix)) {
          withFixes.add(id);
          const fixed = await analyzed(id, example, applied(text, detection.fix?.edits ?? []));
          expect(fixed.problems).toEqual([]);
          expect(fixed.found.length).toBeLessThan(found.length);
        }
      }
    });
  },
);

it('is there for at least 20 rules', () => {
  process.stdout.write(`exact suggestions: ${withFixes.size} rules: ${[...withFixes].join(', ')}\n`);
  expect(withFixes.size).toBeGreaterThanOrEqual(20);
});

async function analyzed(id: string, example: Example, text: string) {
  const { detections, problems } = await analyzeFile(analyzer, example.path, {
    ...example.files,
    [example.path]: text,
  });
  return { text, problems, found: detections.filter(({ ruleId }) => ruleId === id) };
}
