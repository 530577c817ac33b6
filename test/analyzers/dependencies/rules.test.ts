import { describe, expect, it } from '@jest/globals';
import { loadAdvisories } from '../../../src/analyzers/dependencies/advisories/folder.js';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { dependencyRules } from '../../../src/analyzers/dependencies/rules/index.js';
import { unflag } from '../../../src/model/rule.js';
import { analyze } from '../support.js';

const analyzer = createDependenciesAnalyzer({ advisories: await loadAdvisories('test/fixtures/advisories') });

describe.each(dependencyRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it.each(rule.examples.bad.map((example) => [example.path, example] as const))(
    'reports the flagged lines of %s and nothing else',
    async (path, example) => {
      const { text, lines } = unflag(example.text);
      const { detections, problems } = await analyze(analyzer, path, text, example.files, example.before);
      expect(detections.map((found) => [found.ruleId, found.range.startLine])).toEqual(
        lines.map((line) => [id, line]),
      );
      expect(lines.length).toBeGreaterThan(0);
      expect(problems).toEqual([]);
    },
  );

  it.each(rule.examples.good.map((example) => [example.path, example] as const))(
    'reports nothing on %s',
    async (path, example) => {
      const { detections, problems } = await analyze(
        analyzer,
        path,
        example.text,
        example.files,
        example.before,
      );
      expect(detections).toEqual([]);
      expect(problems).toEqual([]);
    },
  );
});
