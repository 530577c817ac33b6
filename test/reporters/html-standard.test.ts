import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import type { Standard } from '../../src/model/standard.js';
import { renderReport } from '../../src/reporters/format.js';
import { renderStandard } from '../../src/reporters/html-standard.js';
import { emptyReport, fullReport, hostileReport, makeFinding, reportRules } from '../support/report.js';

const standard: Standard = {
  name: 'pci-dss',
  title: 'A standard',
  version: '3',
  source: 'https://standard.example/',
  controls: [
    { id: '1.1', title: 'Questions', because: 'The rule finds questions.', by: { cwe: [89] } },
    { id: '1.2', title: 'Buckets', because: 'The rule finds buckets.', by: { cwe: [732] } },
    { id: '9.9', title: 'Reviews', because: 'Each report is one.', by: { all: true } },
  ],
  silent: [{ rules: ['unused'], reason: 'It is about something else.' }],
  unseen: ['Whether anybody reads this.'],
};

const [shown] = fullReport.findings;
const report: Report = {
  ...emptyReport,
  findings: shown ? [shown] : [],
  withheld: [
    {
      finding: makeFinding({ title: 'Taken risk', fingerprint: 'a'.repeat(32) }),
      reason: 'In the baseline since 2026-01-01: Known.',
      accepted: { by: 'baseline' },
    },
    {
      finding: makeFinding({ title: 'Taken for now', fingerprint: 'b'.repeat(32) }),
      reason: 'Ignored in the configuration until 2026-12-31: Later.',
      accepted: { by: 'configuration', until: '2026-12-31' },
    },
    {
      finding: makeFinding({ title: 'Unsure', fingerprint: 'c'.repeat(32) }),
      reason: 'Its confidence is low; the configuration shows medium and above.',
    },
  ],
};

/** The text of one control, without its elements. */
function controlIn(page: string, id: string): string {
  const parts = page.split('<div class="control"').slice(1);
  const part = parts.find((text) => text.includes(`<h4>${id} `)) ?? '';
  return part
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the page of a standard', () => {
  const page = renderStandard(standard, report, reportRules);

  it('tells of each control what was found and accepted, with its end, and apart from what a setting hides', () => {
    const text = controlIn(page, '1.1');
    expect(text).toContain('Rules: 1 bad-word');
    expect(text).toContain('Findings critical Bad word src/orders.ts:12:5');
    expect(text).toContain(
      'Taken risk src/orders.ts:12:5 , without an end In the baseline since 2026-01-01: Known.',
    );
    expect(text).toContain('Taken for now src/orders.ts:12:5 , until 2026-12-31');
    expect(text).not.toContain('Unsure');
    expect(text).toContain('1 more withheld by settings');
  });

  it('does not say of a control without findings that it is met', () => {
    expect(controlIn(page, '1.2')).toContain('The rule finds buckets. Rules: 1 public-bucket No findings.');
    expect(page).toContain('That there are none does not show that it is met.');
    expect(page).not.toMatch(/compliant|passed|fulfilled/i);
  });

  it('says what no tool can show, and what was left out', () => {
    expect(page).toContain('<li>Whether anybody reads this.</li>');
    expect(page).toContain('Left out: <code>unused</code>. It is about something else.');
    expect(controlIn(page, '9.9')).toContain('All rules: 2.');
  });

  it('says which rules did not run, and that a part was not reviewed', () => {
    const partly = renderStandard(standard, fullReport, reportRules, new Set(['bad-word']));
    expect(controlIn(partly, '1.2')).toContain('1 of these rules did not run this time.');
    expect(controlIn(partly, '1.1')).not.toContain('did not run');
    expect(partly).toContain('Part of the files could not be reviewed');
    expect(page).not.toContain('Part of the files could not be reviewed');
  });

  it('links to nothing but the standard, and to places within the report', () => {
    const addresses = Array.from(page.matchAll(/href="([^"]*)"/g), ([, address]) => address);
    const anchors = Array.from(page.matchAll(/id="([^"]*)"/g), ([, id]) => `#${id}`);
    expect(addresses.filter((address) => !address?.startsWith('#'))).toEqual(['https://standard.example/']);
    expect(
      addresses.filter((address) => address?.startsWith('#s-')).every((one) => anchors.includes(one ?? '')),
    ).toBe(true);
  });

  it('has no element that the repository wrote', () => {
    expect(renderStandard(standard, hostileReport, reportRules)).not.toMatch(/<(script|img|b|!--)/);
  });
});

describe('the HTML report', () => {
  const options = { color: false, width: 80, version: '1' };

  it('has a page for each standard that is asked for, with a way to it', async () => {
    const page = await renderReport('html', fullReport, reportRules, {
      ...options,
      standards: ['gdpr', 'owasp-top-10-2021'],
    });
    const pages = Array.from(page.matchAll(/<section class="standard" id="([^"]+)"/g), ([, id]) => id);
    expect(pages).toEqual(['s-owasp-top-10-2021', 's-gdpr']);
    for (const id of pages) expect(page).toContain(`<a href="#${id}">`);
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  it('has none without', async () => {
    expect(await renderReport('html', fullReport, reportRules, options)).not.toContain('class="standard"');
  });
});
