import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { csvColumns, renderCsv } from '../../src/reporters/csv.js';
import { emptyReport, fullReport, hostileReport, makeFinding } from '../support/report.js';

/** Reads what RFC 4180 describes, quotes and line breaks within them included. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, field = '', end = ''] of text.matchAll(/"((?:[^"]|"")*)"(,|\n)/g)) {
    rows.at(-1)?.push(field.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const withMessage = (message: string): string =>
  renderCsv({ ...emptyReport, findings: [makeFinding({ message })] });

const messageIn = (text: string): string | undefined => parseCsv(text)[1]?.[5];

describe('the table of a report', () => {
  it('has a row for everything in the report, and each row all columns', () => {
    const [header, ...rows] = parseCsv(renderCsv(fullReport));
    expect(header).toEqual(csvColumns.map(([name]) => name));
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => csvColumns.length));
    expect(rows.map(([state, severity, , , , , path, line]) => [state, severity, path, line])).toEqual([
      ['open', 'critical', 'src/orders.ts', '12'],
      ['open', 'medium', 'terraform/main.tf', '3'],
      ['fixed', 'high', 'src/old.ts', '4'],
      ['withheld', 'low', 'test/a.ts', '1'],
      ['excluded', '', 'legacy/', ''],
      ['excluded', '', 'Design system', ''],
      ['excluded', '', 'generated/', ''],
      ['problem', '', '.github/scrutineer.yml', '3'],
      ['problem', '', 'big.sql', ''],
      ['problem', '', '', ''],
    ]);
  });

  it('stays a table whatever the repository writes', () => {
    const rows = parseCsv(renderCsv(hostileReport));
    expect(rows).toHaveLength(9);
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => csvColumns.length));
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "  '=1"],
    ['＝1', "'＝1"],
    ['"=1', `"'=1`],
    ['a;=1', "a;'=1"],
    ['a,"=1', `a,"'=1`],
    ['a|=1', "a|'=1"],
    ['\t=1', '\\t=1'],
    ['a\n=1', 'a\\n=1'],
    ['The value `a=1` is a-b, not @c.', 'The value `a=1` is a-b, not @c.'],
    ['He said "no".', 'He said "no".'],
    ['1 < 2; then', '1 < 2; then'],
  ])('writes %j so that no spreadsheet runs it', (message, expected) => {
    expect(messageIn(withMessage(message))).toBe(expected);
  });

  it('disarms what stands in names of files as well', () => {
    const finding = makeFinding({ location: { ...makeFinding().location, path: '=cmd/a.ts' } });
    expect(renderCsv({ ...emptyReport, findings: [finding] })).toContain(`"'=cmd/a.ts"`);
  });

  it('is documented column by column', () => {
    const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');
    const [, section = ''] = page.split('\n## ');
    const rows = section.matchAll(/^\| `([\w-]+)` +\| (.*?) *\|$/gm);
    const documented = Array.from(rows, ([, name, text]) => [name, text]);
    expect(documented).toEqual(csvColumns.map(([name, text]) => [name, text]));
  });
});
