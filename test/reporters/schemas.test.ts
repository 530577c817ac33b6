import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { configSchema, defaultConfig } from '../../src/config/schema.js';
import { reportSchema } from '../../src/reporters/json-schema.js';
import { renderJson } from '../../src/reporters/json.js';
import { renderConfigPage } from '../../src/reporters/config-page.js';
import { emptyReport, fullReport, hostileReport } from '../support/report.js';

const readSchema = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

describe('the schema of the report', () => {
  const validate = new Ajv2020({ allErrors: true }).compile(readSchema('report.schema.json'));

  it('is the published one', () => {
    expect(readSchema('report.schema.json')).toEqual(z.toJSONSchema(reportSchema));
  });

  it.each([
    ['full', fullReport],
    ['empty', emptyReport],
    ['hostile', hostileReport],
  ])('describes a %s report', (_, report) => {
    validate(JSON.parse(renderJson(report)));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['a line of 0', { findings: [{ ...fullReport.findings[0], location: { startLine: 0 } }] }],
    ['an unknown key', { banana: 1 }],
    ['an unknown verdict', { verdict: 'fine' }],
  ])('does not let %s pass', (_, changes) => {
    const report = JSON.parse(renderJson(emptyReport)) as object;
    expect(validate({ ...report, ...changes })).toBe(false);
  });
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** The keys below a node that an editor could say nothing about. */
function undescribed({ properties = {}, items }: Node, at: string): string[] {
  const inner = Object.entries(properties).flatMap(([key, node]) => [
    ...(node.description ? [] : [`${at}${key}`]),
    ...undescribed(node, `${at}${key}.`),
  ]);
  return [...inner, ...(items ? undescribed(items, `${at}[].`) : [])];
}

describe('the schema of the configuration', () => {
  const formats = { date: /^\d{4}-\d\d-\d\d$/ };
  const validate = new Ajv2020({ allErrors: true, formats }).compile(readSchema('scrutineer.schema.json'));

  it.each<[string, object, boolean]>([
    ['an empty configuration', {}, true],
    ['every key', { scope: { include: ['a'] }, rules: { x: 'off' }, ignore: [{ reason: 'Why.' }] }, true],
    [
      'exclusions with reasons',
      { scope: { exclude: ['a', { path: 'b', reason: 'Why.' }, { component: 'C', reason: 'Why.' }] } },
      true,
    ],
    ['an exclusion without a reason', { scope: { exclude: [{ path: 'a' }] } }, false],
    ['a misspelt key', { report: { 'fail-form': 'high' } }, false],
    ['an entry without a reason', { ignore: [{ paths: ['a'] }] }, false],
  ])('takes %s as the parser does', (_, config, isValid) => {
    expect(validate(config)).toBe(isValid);
    expect(configSchema.safeParse(config).success).toBe(isValid);
  });

  it('is a valid schema of its draft', () => {
    const schema = readSchema('scrutineer.schema.json');
    const ajv = new Ajv2020({ allErrors: true, strict: true, formats });
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it('describes every key at every depth, and gives every setting its default', () => {
    const schema = readSchema('scrutineer.schema.json');
    expect(undescribed(schema, '')).toEqual([]);
    const withDefaults = new Ajv2020({ useDefaults: true, formats }).compile(schema);
    const config = { scope: {}, report: {}, review: { labels: {} } };
    expect(withDefaults(config)).toBe(true);
    expect(config).toEqual(defaultConfig);
  });

  it('describes every key, for the editor and for the page', () => {
    const schema = z.toJSONSchema(configSchema, { io: 'input' });
    const rows = renderConfigPage(schema as Parameters<typeof renderConfigPage>[0], '# Start')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
    expect(rows).toContain('| `ignore[].reason` | text | required | Why. Shown with what is withheld. |');
  });
});
