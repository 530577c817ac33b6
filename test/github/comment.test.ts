import { describe, expect, it } from '@jest/globals';
import { renderComment } from '../../src/github/comment.js';
import { findMark, markOf } from '../../src/github/mark.js';
import type { Rule } from '../../src/model/rule.js';
import { findingOf } from '../support/finding.js';

const links = { repositoryUrl: 'https://github.example/octo-org/shop', headSha: 'a'.repeat(40) };
const rule: Rule = {
  id: 'sql-injection',
  title: 'SQL injection',
  severity: 'high',
  confidence: 'high',
  cwe: [89],
  owasp: [],
  asvs: [],
  languages: ['TypeScript'],
  description: 'Whoever controls part of a query can read and change what they like.',
  remediation: 'Pass values as parameters: `db.query("… WHERE id = ?", [id])`.',
  references: [],
  examples: { bad: [], good: [] },
};
const onLine = { start: 10, end: 10 };
const step = (startLine: number, message: string) => ({
  location: { path: 'src/a.ts', startLine, startColumn: 1, endLine: startLine, endColumn: 2 },
  message,
});

describe('an inline comment', () => {
  it('reads well', () => {
    const finding = findingOf({
      trace: [step(3, '`req.query.id` enters'), step(10, 'it ends in the query')],
    });
    const suggestion = { lines: onLine, text: '  db.query("SELECT 1 WHERE id = ?", [id]);' };
    expect(renderComment({ finding, lines: onLine, suggestion }, rule, links)).toMatchSnapshot();
  });

  it('names its finding in its first line', () => {
    const finding = findingOf({});
    expect(findMark(renderComment({ finding, lines: onLine }, rule, links))).toBe(finding.fingerprint);
  });

  it.each([
    ['a mention', 'for @octocat', '@octocat'],
    ['an HTML comment', '<!-- scrutineer finding x -->', '\n<!-- scrutineer finding x'],
    ['a link', '[x](https://evil.example)', '](https://evil'],
    ['an image', '![x](https://evil.example/p.png)', '![x]'],
    ['a bare address', 'https://evil.example', 'https://evil'],
  ])('neither makes %s of a message nor of a title', (_, text, effect) => {
    const body = renderComment(
      { finding: findingOf({ message: text, title: text, trace: [step(1, text)] }), lines: onLine },
      undefined,
      links,
    );
    expect(body).not.toContain(effect);
  });

  it('keeps a suggestion within its fence', () => {
    const suggestion = { lines: { start: 1, end: 1 }, text: '```\n@octocat\n````' };
    expect(renderComment({ finding: findingOf({}), lines: onLine, suggestion }, rule, links)).toContain(
      '`````suggestion\n```\n@octocat\n````\n`````',
    );
  });

  it('quotes a path for YAML whatever it holds', () => {
    const body = renderComment(
      { finding: findingOf({ location: { path: 'a"]\n- x.js' } }), lines: onLine },
      rule,
      links,
    );
    expect(body).toContain(String.raw`paths: ["a\"]\n- x.js"]`);
  });

  it('stays far below the limit of GitHub', () => {
    const long = 'x'.repeat(50_000);
    const finding = findingOf({
      message: long,
      title: long,
      trace: Array.from({ length: 500 }, () => step(1, long)),
    });
    expect(renderComment({ finding, lines: onLine }, rule, links).length).toBeLessThan(20_000);
  });
});

describe('the mark', () => {
  const mark = markOf('0123456789abcdef0123456789abcdef');
  it.each([
    ['after other text', `quoted:\n${mark}`],
    ['of another form', mark.replace('finding', 'found')],
    ['of no finding', '<!-- scrutineer finding nothing -->'],
  ])('%s counts for nothing', (_, body) => {
    expect(findMark(body)).toBeUndefined();
  });
});
