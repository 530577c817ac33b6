import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compileRules, inspect } from '../../../src/analyzers/custom/inspect.js';
import { readAnnotations } from '../../../src/cli/annotations.js';
import { parseRuleFile } from '../../../src/config/rules/rule-file.js';
import { configSchema } from '../../../src/config/schema.js';
import { inspect as inspectCode } from '../../support/inspect.js';
import { loadAll } from './run.js';

const page = readFileSync(new URL('../../../docs/custom-rules.md', import.meta.url), 'utf8');

interface Sample {
  readonly title: string;
  readonly rules: string;
  readonly ending: string;
  readonly code: string;
}

const samples = page
  .split(/^### /m)
  .slice(1)
  .map((section): Sample => {
    const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
    const [rules, code] = blocks;
    return {
      title: section.split('\n')[0] ?? '',
      rules: rules?.[2] ?? '',
      ending: code?.[1] ?? '',
      code: code?.[2] ?? '',
    };
  });

describe('the page about custom rules', () => {
  it('shows ten', () => {
    expect(samples).toHaveLength(10);
  });

  it.each(samples)('is right about $title', async ({ rules, ending, code }) => {
    const file = parseRuleFile(rules, 'rules.yml');
    expect(file.problems).toEqual([]);
    const parsers = await loadAll();
    const set = compileRules(file.rules, parsers);
    expect(set.faults).toEqual([]);
    for (const { rule } of set.rules) {
      const { expected } = readAnnotations(code, rule.id);
      expect(expected.size).toBeGreaterThan(0);
      const { detections } = inspect(set, { path: `a.${ending}`, text: code }, parsers, {
        only: new Set([rule.id]),
      });
      expect(detections.map(({ range }) => range.startLine)).toEqual([...expected]);
    }
  });
});

describe('its sources, sinks and sanitizers', () => {
  const [, section = ''] = /^## Functions of your own([\s\S]*?)^## /m.exec(page) ?? [];
  const [config = '', code = ''] = [...section.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(
    ([, text = '']) => text,
  );

  it.each(['cross-site-scripting', 'sql-injection'])('are right about %s', async (ruleId) => {
    const { expected } = readAnnotations(code, ruleId);
    expect(expected.size).toBeGreaterThan(0);
    const { detections } = await inspectCode(
      'src/app.ts',
      { 'src/app.ts': code },
      configSchema.parse(parse(config)),
    );
    const found = detections.filter((one) => one.ruleId === ruleId);
    expect(found.map(({ range }) => range.startLine)).toEqual([...expected]);
  });
});

it('is right about what is followed across files', async () => {
  const [, section = ''] = /^## How far a taint rule([\s\S]*?)^## /m.exec(page) ?? [];
  const [config = '', ...codes] = [...section.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(
    ([, text = '']) => text,
  );
  const files = Object.fromEntries(codes.map((code) => [/^\/\/ (\S+)\n/.exec(code)?.[1] ?? '', code]));
  const { expected } = readAnnotations(files['src/app.ts'] ?? '', 'command-injection');
  expect(expected.size).toBe(1);
  const { detections } = await inspectCode('src/app.ts', files, configSchema.parse(parse(config)));
  const found = detections.filter(({ ruleId }) => ruleId === 'command-injection');
  expect(found.map(({ range }) => range.startLine)).toEqual([...expected]);
});
