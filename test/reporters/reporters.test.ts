import { describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../src/reporters/html.js';
import { renderJson } from '../../src/reporters/json.js';
import { renderMarkdown } from '../../src/reporters/markdown.js';
import { renderSarif } from '../../src/reporters/sarif.js';
import { findFormat, formats, renderReport } from '../../src/reporters/format.js';
import { renderText } from '../../src/reporters/text.js';
import { emptyReport, fullReport, hostileReport, reportRules } from '../support/report.js';

const plain = { color: false, width: 100 };
const options = { ...plain, version: '1.2.3' };

describe('what a person reads', () => {
  it('is this in a terminal', () => {
    expect(renderText(fullReport, reportRules, plain)).toMatchSnapshot();
  });

  it('is this in Markdown', () => {
    expect(renderMarkdown(fullReport, reportRules)).toMatchSnapshot();
  });

  it('is short where there is nothing to say', () => {
    expect(renderText(emptyReport, reportRules, plain)).toBe('Passing: no findings\n\n1 file: 1 reviewed.\n');
  });

  it('links places where they have an address', () => {
    const text = renderMarkdown(fullReport, reportRules, ({ path, startLine }) => {
      return `https://github.example/${path}#L${startLine}`;
    });
    expect(text).toContain('[`src/orders.ts:12`](https://github.example/src/orders.ts#L12)');
  });

  it('tells how to fix it once a rule', () => {
    const [first] = fullReport.findings;
    if (!first) throw new Error('The report has findings.');
    const finding = { ...first };
    delete finding.fix;
    const text = renderText({ ...fullReport, findings: [finding, finding] }, reportRules, plain);
    expect(text.match(/Fix: Remove the word/g)).toHaveLength(1);
  });

  it('keeps to the width of the terminal', () => {
    const text = renderText(fullReport, reportRules, { color: false, width: 60 });
    const wrapped = text.split('\n').filter((line) => line.startsWith('  ') && !/\.\w+:\d/.test(line));
    expect(Math.max(...wrapped.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('is coloured where asked, with the same words', () => {
    const colored = renderText(fullReport, reportRules, { ...plain, color: true });
    // eslint-disable-next-line no-control-regex
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderText(fullReport, reportRules, plain));
    expect(colored).toContain('\u001b[');
  });
});

describe('every format', () => {
  it.each(formats)('%s gives the same bytes for the same report', async (format) => {
    const runs = await Promise.all(
      [fullReport, structuredClone(fullReport)].map((report) =>
        renderReport(format, report, reportRules, options),
      ),
    );
    expect(runs[0]).toBe(runs[1]);
    expect(runs[0]?.endsWith('\n')).toBe(true);
  });

  it.each(formats)('%s lets no control character and no change of direction through', async (format) => {
    const text = await renderReport(format, hostileReport, reportRules, options);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it.each(formats)('%s names every finding, what was fixed, withheld and not done', async (format) => {
    const text = await renderReport(format, fullReport, reportRules, options);
    for (const place of ['src/orders.ts', 'terraform/main.tf', 'test/a.ts', 'big.sql'])
      expect(text).toContain(place);
    expect(text.includes('src/old.ts')).toBe(format !== 'sarif');
  });

  it.each([
    ['report.html', 'html'],
    ['out/REPORT.SARIF', 'sarif'],
    ['a.sarif.json', 'sarif'],
    ['a.json', 'json'],
    ['a.md', 'markdown'],
    ['a.pdf', undefined],
  ])('%s is written as %s', (name, format) => {
    expect(findFormat(name)).toBe(format);
  });
});

describe('the HTML report', () => {
  const page = renderHtml(hostileReport, reportRules);

  it('has no element that the repository wrote', () => {
    const elements = new Set(Array.from(page.matchAll(/<([a-z0-9]+)/gi), ([, name]) => name?.toLowerCase()));
    for (const name of ['img', 'iframe', 'b', 'link']) expect(elements).not.toContain(name);
    expect(page.match(/<script/g)?.length ?? 0).toBe(hostileReport.findings.length > 3 ? 1 : 0);
    expect(page).not.toContain('<!--');
  });

  it('loads nothing', () => {
    expect(page).not.toMatch(/\s(?:src|srcset|action|on\w+)=/);
    expect(page).not.toMatch(/url\(|@import/);
    const addresses = Array.from(page.matchAll(/href="([^"]*)"/g), ([, address]) => address);
    expect(addresses.filter((address) => !/^(https:\/\/cwe\.mitre\.org\/|#r-)/.test(address ?? ''))).toEqual(
      [],
    );
    expect(page).toContain("default-src 'none'");
  });

  it('has one heading of the first level and a language', () => {
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en">');
  });

  it('escapes the title of the page', () => {
    expect(page).toMatch(/<title>Scrutineer: Failing: [^<]+<\/title>/);
  });
});

describe('numbers in JSON and SARIF', () => {
  it('are those of the report', () => {
    const json = JSON.parse(renderJson(fullReport)) as { findings: unknown[] };
    expect(json.findings[1]).toEqual({
      ruleId: 'public-bucket',
      title: 'Publicly readable bucket',
      severity: 'medium',
      confidence: 'medium',
      cwe: [89],
      message: 'The bucket `images` is readable by everyone.',
      location: { path: 'terraform/main.tf', startLine: 3, startColumn: 5, endLine: 3, endColumn: 20 },
      trace: [],
      fingerprint: '1123456789abcdef0123456789abcdef',
    });
    const sarif = JSON.parse(renderSarif(fullReport, reportRules, '1.2.3')) as {
      runs: { results: object[]; tool: { driver: { rules: { id: string }[] } } }[];
    };
    expect(sarif.runs[0]?.results[0]).toMatchObject({
      ruleId: 'bad-word',
      ruleIndex: 0,
      level: 'error',
      partialFingerprints: { 'scrutineer/v1': '0123456789abcdef0123456789abcdef' },
      locations: [{ physicalLocation: { region: { startLine: 12, startColumn: 5, endColumn: 20 } } }],
    });
    expect(sarif.runs[0]?.tool.driver.rules.map((rule) => rule.id)).toEqual(['bad-word', 'public-bucket']);
  });
});
