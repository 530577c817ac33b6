import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { unflag } from '../../../src/model/rule.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

describe.each(analyzer.rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it.each(rule.examples.bad.map((example, index) => [index + 1, example] as const))(
    'finds exactly the flagged lines of bad example %i',
    async (_number, example) => {
      const { text, lines } = unflag(example.text);
      const { detections, problems } = await analyzeFile(analyzer, example.path, {
        ...example.files,
        [example.path]: text,
      });
      const found = detections.filter((detection) => detection.ruleId === rule.id);
      expect(problems).toEqual([]);
      expect(lines.length).toBeGreaterThan(0);
      expect(found.map((detection) => detection.range.startLine)).toEqual(lines);
    },
  );

  it.each(rule.examples.good.map((example, index) => [index + 1, example] as const))(
    'finds nothing in good example %i',
    async (_number, example) => {
      const { detections, problems } = await analyzeFile(analyzer, example.path, {
        ...example.files,
        [example.path]: example.text,
      });
      expect(problems).toEqual([]);
      expect(detections.filter((detection) => detection.ruleId === rule.id)).toEqual([]);
    },
  );

  it('has at least two examples of each kind', () => {
    expect(rule.examples.bad.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.good.length).toBeGreaterThanOrEqual(2);
  });
});
