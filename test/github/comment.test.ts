import { describe, expect, it } from '@jest/globals';
import { type Config, defaultConfig } from '../../src/config/schema.js';
import { matchesAny } from '../../src/config/glob.js';
import { type CommentContext, renderComment } from '../../src/github/comment.js';
import { dismissal } from '../../src/github/dismissal.js';
import { findMark, markOf } from '../../src/github/mark.js';
import type { Placement } from '../../src/github/placement.js';
import type { Rule } from '../../src/model/rule.js';
import { findingOf } from '../support/finding.js';
import { expectPage } from '../support/page.js';
import { parse } from 'yaml';

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
  references: ['https://cheatsheets.example/sql.html', 'https://other.example'],
  examples: { bad: [], good: [] },
};
const context: CommentContext = { rules: new Map([[rule.id, rule]]), links, config: defaultConfig };
const render = (placement: Placement, changes: Partial<CommentContext> = {}): string =>
  renderComment(placement, { ...context, ...changes });

const onLine = { start: 10, end: 10 };
const step = (startLine: number, message: string, path = 'src/a.ts') => ({
  location: { path, startLine, startColumn: 1, endLine: startLine, endColumn: 2 },
  message,
});

describe('an inline comment', () => {
  it('reads well', () => {
    const finding = findingOf({
      trace: [
        step(3, '`req.query.id` enters'),
        step(3, 'is kept in `id`'),
        step(31, 'becomes part of a text', 'src/lib/sql.ts'),
        step(10, 'reaches `db.query`'),
      ],
    });
    const suggestion = { lines: onLine, text: '  db.query("SELECT 1 WHERE id = ?", [id]);' };
    expectPage('comment-on-line', render({ finding, lines: onLine, suggestion }));
  });

  it('reads well on a file as a whole, with the page of the rule', () => {
    const rulePage = (id: string): string => `https://git.example/scrutineer/docs/rules/${id}.md`;
    const finding = findingOf({ location: { path: 'config/settings.json', startLine: 51, endLine: 53 } });
    expectPage('comment-on-file', render({ finding }, { rulePage }));
  });

  it('names its finding in its first line', () => {
    const finding = findingOf({});
    expect(findMark(render({ finding, lines: onLine }))).toBe(finding.fingerprint);
  });

  it('links to the first reference of the rule where no page is known', () => {
    expect(render({ finding: findingOf({}), lines: onLine })).toContain(
      '[`sql-injection`](https://cheatsheets.example/sql.html)',
    );
  });

  it('keeps a suggestion within its fence', () => {
    const suggestion = { lines: { start: 1, end: 1 }, text: '```\n@octocat\n````' };
    expect(render({ finding: findingOf({}), lines: onLine, suggestion })).toContain(
      '`````suggestion\n```\n@octocat\n````\n`````',
    );
  });

  it('stays far below the limit of GitHub', () => {
    const long = 'x'.repeat(50_000);
    const finding = findingOf({
      message: long,
      title: long,
      location: { path: `${'p'.repeat(4000)}.ts` },
      trace: Array.from({ length: 500 }, (_, index) => step(index, long)),
    });
    expect(render({ finding, lines: onLine }).length).toBeLessThan(30_000);
  });
});

describe('how a finding is dismissed', () => {
  const dismiss = (path: string, changes: Partial<Config> = {}): string =>
    dismissal(findingOf({ location: { path } }), { ...defaultConfig, ...changes });

  it.each([
    ['src/a.ts', '// scrutineer-ignore sql-injection: why it is accepted'],
    ['deploy.yml', '# scrutineer-ignore sql-injection: why it is accepted'],
    ['Dockerfile', '# scrutineer-ignore sql-injection: why it is accepted'],
    ['page.html', '<!-- scrutineer-ignore sql-injection: why it is accepted -->'],
    ['mail.hbs', '{{!-- scrutineer-ignore sql-injection: why it is accepted --}}'],
  ])('in %s is shown in the syntax of the file', (path, comment) => {
    expect(dismiss(path)).toContain(`\n${comment}\n`);
  });

  it.each<[string, string, Partial<Config>]>([
    ['where the file knows none', 'package-lock.json', {}],
    ['where the kind of file is not known', 'a.unknown', {}],
    ['where the configuration lets none count', 'a.ts', { suppressions: 'none' }],
  ])('names no comment %s', (_, path, changes) => {
    expect(dismiss(path, changes)).not.toContain('scrutineer-ignore');
    expect(dismiss(path, changes)).toMatch(/^For the whole file/m);
  });

  it('accepts a credential by its hash, and not whatever else is in its file', () => {
    const leak = findingOf({
      ruleId: 'github-token',
      secretHash: '0123456789012345',
      location: { path: 'a' },
    });
    const text = dismissal(leak, { ...defaultConfig, suppressions: 'none' });
    expect(text).toContain('Wherever this credential stands');
    expect(text).toContain("    secrets: ['0123456789012345']");
    expect(text).not.toContain('paths');
  });

  it('says whose comments count', () => {
    expect(dismiss('a.ts')).toContain('before it, by somebody with write permission');
    expect(dismiss('a.ts', { suppressions: 'anyone' })).toContain('before it:');
  });

  it.each(['rules', 'rules.sql-injection'])('is not offered where the organization locks %s', (lock) => {
    expect(dismiss('a.ts', { lock: [lock] })).toBe('The organization locks this rule: it can only be fixed.');
  });

  it.each([
    'a.ts',
    'src/a.ts',
    'app/[id]/page.ts',
    'a{b,c}/*.ts',
    'a?.ts',
    'a"]\n- x.js',
    'a\u202E\u{E0041}\u200B.ts',
    '-',
  ])('covers %j and no file of the same name elsewhere', (path) => {
    const yaml = /```yaml\n([^]*?)\n```/.exec(dismiss(path))?.[1] ?? '';
    const { ignore } = parse(yaml) as { ignore: [{ paths: string[]; rules: string[] }] };
    expect(ignore[0].rules).toEqual(['sql-injection']);
    expect(matchesAny(ignore[0].paths, path)).toBe(true);
    expect(matchesAny(ignore[0].paths, `elsewhere/${path}`)).toBe(false);
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
