import { describe, expect, it } from '@jest/globals';
import { matchesGlob } from '../../src/config/glob.js';
import { findNearest } from '../../src/config/nearest.js';
import { contentOf, foldBlanks, type Detection } from '../../src/model/finding.js';
import { confidences, severities } from '../../src/model/severity.js';
import { fingerprintAll } from '../../src/triage/fingerprint.js';
import { collectProblems } from '../../src/triage/problems.js';
import { rank } from '../../src/triage/rank.js';
import { countExclusions, inScope, resolveScope } from '../../src/triage/scope.js';
import { makeFinding } from '../support/report.js';
import { expectWithin } from '../support/time-limit.js';

const detection = (changes: Partial<Detection> & { line?: number } = {}): Detection => ({
  ruleId: 'bad-word',
  message: 'Bad.',
  range: { startLine: changes.line ?? 1, startColumn: 1, endLine: changes.line ?? 1, endColumn: 4 },
  anchor: 'query(id)',
  scope: 'handler',
  ...changes,
});

const fingerprintsOf = (detections: Detection[], path = 'a.ts'): string[] =>
  fingerprintAll(detections, path).map((entry) => entry.fingerprint);

describe('a fingerprint', () => {
  const [plain] = fingerprintsOf([detection()]);

  it.each<[string, Detection, string]>([
    ['the line', detection({ line: 900 }), 'a.ts'],
    ['the message', detection({ message: 'Worse.' }), 'a.ts'],
    ['the severity', detection({ severity: 'low' }), 'a.ts'],
  ])('does not depend on %s', (_, changed, path) => {
    expect(fingerprintsOf([changed], path)).toEqual([plain]);
  });

  it.each<[string, Detection, string]>([
    ['the rule', detection({ ruleId: 'other' }), 'a.ts'],
    ['the path', detection(), 'b.ts'],
    ['the anchor', detection({ anchor: 'query(name)' }), 'a.ts'],
    ['the scope', detection({ scope: 'other' }), 'a.ts'],
  ])('depends on %s', (_, changed, path) => {
    expect(fingerprintsOf([changed], path)).not.toEqual([plain]);
  });

  it('tells equals apart by their order, not by the order in which they came', () => {
    const [first, second] = [detection({ line: 3 }), detection({ line: 7 })];
    expect(new Set(fingerprintsOf([first, second])).size).toBe(2);
    expect(fingerprintsOf([second, first])).toEqual(fingerprintsOf([first, second]));
  });

  it('cannot be forged by moving text from one part to another', () => {
    const one = fingerprintsOf([detection({ scope: 'a","b', anchor: 'c' })]);
    expect(one).not.toEqual(fingerprintsOf([detection({ scope: 'a', anchor: 'b","c' })]));
  });

  it('keeps its content half in another file, where it is another fingerprint', () => {
    const [moved = ''] = fingerprintsOf([detection()], 'b.ts');
    expect(moved).not.toBe(plain);
    expect(contentOf(moved)).toBe(contentOf(plain ?? ''));
  });

  it('has a content half that tells one flaw of a file from the next', () => {
    const halves = fingerprintsOf([detection(), detection()]).map(contentOf);
    expect(new Set(halves).size).toBe(2);
  });
});

describe('rank', () => {
  it('orders by severity, then confidence, then place', () => {
    const all = severities.flatMap((severity) =>
      confidences.flatMap((confidence) =>
        ['a.ts', 'b.ts'].map((path) =>
          makeFinding({ severity, confidence, location: { ...makeFinding().location, path } }),
        ),
      ),
    );
    expect(rank([...all].reverse())).toEqual(all);
  });
});

describe('problems', () => {
  it('are ordered by kind, then place, and said once', () => {
    const incomplete = { kind: 'incomplete', path: 'a.ts', message: 'Too large.' } as const;
    const notice = { kind: 'notice', path: 'a.ts', message: 'A link.' } as const;
    const configuration = { kind: 'configuration', message: 'Wrong.' } as const;
    const shown = collectProblems([
      { problem: notice, side: 'head' },
      { problem: incomplete, side: 'head' },
      { problem: incomplete, side: 'base' },
      { problem: notice, side: 'base' },
      { problem: configuration },
    ]);
    expect(shown).toEqual([configuration, incomplete, notice]);
  });
});

describe('a glob', () => {
  it.each<[string, string, boolean]>([
    ['*.ts', 'src/a.ts', true],
    ['*.ts', 'src/a.tsx', false],
    ['/*.ts', 'src/a.ts', false],
    ['/*.ts', 'a.ts', true],
    ['src/*', 'src/a/b.ts', false],
    ['src/**', 'src/a/b.ts', true],
    ['src/', 'src/a/b.ts', true],
    ['src/', 'other/src/a.ts', false],
    ['**/test/**', 'a/test/b.ts', true],
    ['**/test/**', 'test/b.ts', true],
    ['a/**/b.ts', 'a/b.ts', true],
    ['a/**/b.ts', 'a/x/y/b.ts', true],
    ['*.{ts,js}', 'x/a.js', true],
    ['{a,b}/{c,d}.ts', 'b/c.ts', true],
    ['a?.ts', 'ab.ts', true],
    ['a?.ts', 'a.ts', false],
    ['./src/a.ts', 'src/a.ts', true],
    ['[ab].ts', 'a.ts', false],
    ['a+(b).ts', 'ab.ts', false],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(matchesGlob(glob, path)).toBe(expected);
  });

  it('is linear where an expression would explode', () => {
    const started = Date.now();
    matchesGlob('*a'.repeat(200) + 'b', 'a'.repeat(5000));
    matchesGlob('**/'.repeat(150) + 'b', 'a/'.repeat(2000));
    matchesGlob('{a,b}'.repeat(90), 'a'.repeat(90));
    expectWithin(Date.now() - started, 2000);
  });

  it('includes all without a glob, and excludes what it names', () => {
    const isIn = (path: string, include: string[], exclude: string[]): boolean =>
      inScope(path, resolveScope({ include, exclude }));
    expect(isIn('a.ts', [], [])).toBe(true);
    expect(isIn('a.ts', ['src/'], [])).toBe(false);
    expect(isIn('src/a.ts', ['src/'], ['a.ts'])).toBe(false);
  });
});

describe('what the scope leaves out', () => {
  const scope = resolveScope(
    {
      include: ['src/', 'old/'],
      exclude: [
        'src/gen/',
        { path: 'old/', environment: 'staging', reason: 'Off line.' },
        { component: 'Design', reason: 'Has reviews of its own.' },
        { component: 'Typo', reason: 'Whatever.' },
        { path: 'src/none/', reason: 'Nothing there.' },
      ],
    },
    new Map([['Design', ['src/design/**', 'src/theme/**']]]),
  );
  const paths = ['src/a.ts', 'src/gen/b.ts', 'old/c.ts', 'old/d.ts', 'src/theme/e.css', 'docs/f.md'];

  it('is counted for each entry, with its reason', () => {
    expect(countExclusions(paths, scope, false)).toEqual([
      { path: 'src/gen/', files: 1 },
      { path: 'old/', environment: 'staging', reason: 'Off line.', files: 2 },
      { component: 'Design', reason: 'Has reviews of its own.', files: 1 },
      { path: '**', reason: 'No glob of `scope.include` names it.', files: 1 },
    ]);
  });

  it('comes to the files that are not in scope', () => {
    const left = countExclusions(paths, scope, true).reduce((sum, { files }) => sum + files, 0);
    expect(left).toBe(paths.filter((path) => !inScope(path, scope)).length);
    expect(countExclusions(paths, scope, true)).toHaveLength(6);
  });

  it('tells of components that the threat model does not have', () => {
    expect(scope.unknownComponents).toEqual(['Typo']);
  });
});

describe('small things', () => {
  it.each([
    ['fail-form', 'fail-from'],
    ['Rules', 'rules'],
    ['inlcude', 'include'],
    ['banana', undefined],
    ['', undefined],
  ])('the nearest key of %j is %j', (word, nearest) => {
    expect(findNearest(word, ['fail-from', 'rules', 'include', 'exclude'])).toBe(nearest);
  });

  it('blanks are folded', () => {
    expect(foldBlanks('  a\n\t b  c ')).toBe('a b c');
  });
});
