import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { defaultConfig } from '../../src/config/schema.js';
import { formats, renderReport } from '../../src/reporters/format.js';
import { urgenciesOf } from '../../src/triage/urgency.js';
import { fullReport, reportRules } from '../support/report.js';

const { findings } = fullReport;
const first = findings[0]?.fingerprint ?? '';

describe('the urgency of findings', () => {
  it('keeps their order, and counts from the day of the report where nobody knows another', () => {
    const all = urgenciesOf(findings, defaultConfig, { today: '2026-02-01' });
    expect(all.map(({ fingerprint }) => fingerprint)).toEqual(findings.map(({ fingerprint }) => fingerprint));
    expect(all.map(({ due }) => due)).toEqual([
      { on: '2026-02-01', from: 'report', isOverdue: false },
      undefined,
    ]);
  });

  it('takes what is known of a place and of the day', () => {
    const [one] = urgenciesOf(findings, defaultConfig, {
      today: '2026-02-01',
      introduced: new Map([[first, '2026-01-01']]),
      surroundingsOf: () => ({ exposure: 'internal', assetValue: 'low' }),
    });
    expect(one).toMatchObject({
      level: 'high',
      due: { on: '2026-01-08', from: 'introduction', isOverdue: true },
    });
  });

  it.each(formats.filter((format) => format !== 'sarif'))(
    'is shown where it is overdue: %s',
    async (format) => {
      const options = { today: '2026-02-01', introduced: new Map([[first, '2026-01-01']]) };
      const report = { ...fullReport, urgencies: urgenciesOf(findings, defaultConfig, options) };
      const text = await renderReport(format, report, reportRules, { color: false, width: 80, version: '1' });
      expect(text).toMatch(
        { json: /"isOverdue": true/, csv: /"critical","2026-01-01","yes"/ }[format as string] ??
          /1 finding overdue\./,
      );
    },
  );

  it('has times that the configuration sets, and checks', () => {
    const read = (text: string): ReturnType<typeof parseConfig> => parseConfig(text, 'c.yml', []);
    expect(read('time-to-fix:\n  medium: 60\n').config['time-to-fix']).toEqual({
      critical: 0,
      high: 7,
      medium: 60,
      low: 'none',
    });
    expect(read('time-to-fix:\n  medium: soon\n').problems).toMatchObject([
      { line: 2, message: expect.stringContaining('it must be a number of days, or `none`.') },
    ]);
  });
});
