import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../src/config/schema.js';
import { renderComment } from '../../src/github/comment.js';
import { reasonToLeaveOut } from '../../src/github/conditions.js';
import { plain, sentence } from '../../src/github/escape.js';
import { findMark } from '../../src/github/mark.js';
import { renderSummary } from '../../src/github/summary.js';
import { decide } from '../../src/github/verdict.js';
import type { Finding } from '../../src/model/finding.js';
import { findingOf, reportOf } from '../support/finding.js';
import { hostileTexts } from '../support/hostile.js';
import { findReferences, linksOf, shapeOf } from '../support/rendered.js';

const links = { repositoryUrl: 'https://github.example/octo-org/shop', headSha: 'a'.repeat(40) };
/** What is no more than blanks is no title. */
const texts = [...hostileTexts(400)].filter((text) => /\S/.test(text));

/** A path holds no zero byte, and is not empty. */
const pathOf = (text: string): string => text.replaceAll('\0', '') || 'x';

function findingWith(text: string): Finding {
  const path = pathOf(text);
  return findingOf({
    title: text,
    message: text,
    location: { path },
    trace: [
      { location: { path, startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 }, message: text },
      {
        location: { path: `${path}.js`, startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 },
        message: text,
      },
    ],
  });
}

function commentWith(text: string, isOnLine: boolean): string {
  const placement = { finding: findingWith(text), ...(isOnLine && { lines: { start: 10, end: 10 } }) };
  const suggestion = { lines: { start: 10, end: 10 }, text };
  return renderComment(isOnLine ? { ...placement, suggestion } : placement, {
    rules: new Map(),
    links,
    config: defaultConfig,
  });
}

function summaryWith(text: string): string {
  const finding = findingWith(text);
  const report = reportOf({
    findings: [finding],
    fixed: [finding],
    withheld: [{ finding, reason: text }],
    problems: (['configuration', 'incomplete', 'notice'] as const).map((kind) => ({
      ...{ kind, path: pathOf(text), line: 3, message: text },
    })),
  });
  const { fingerprint, ruleId } = finding;
  const facts = { fingerprint, ruleId, path: pathOf(text), by: 'alice', at: '2026-05-04', reason: text };
  return renderSummary(report, links, '**Failing.** A verdict.', {
    discussed: [{ url: `${links.repositoryUrl}/pull/1#discussion_r1`, path: pathOf(text) }],
    ignored: [{ kind: 'ignore', ...facts }],
  });
}

function leftOutWith(text: string): string {
  const review = { ...defaultConfig.review, branches: ['none'], labels: { only: [text], skip: [] } };
  const reasons = [
    reasonToLeaveOut({ isDraft: false, isBot: false, labels: [], baseBranch: text }, review),
    reasonToLeaveOut({ isDraft: false, isBot: false, labels: [], baseBranch: 'none' }, review),
  ];
  return reasons
    .map((reason = '') => decide({ kind: 'left-out', reason, failingSiblings: [] }).line)
    .join('\n\n');
}

const kinds: readonly [string, (text: string) => string][] = [
  ['a comment on a line', (text) => commentWith(text, true)],
  ['a comment on a file', (text) => commentWith(text, false)],
  ['the summary of a check run', summaryWith],
  ['a reason to leave a pull request out', leftOutWith],
  ['a reply', (text) => `Withheld. ${plain(text)}`],
  ['a sentence by itself', (text) => sentence(text)],
];

describe.each(kinds)('%s', (_, render) => {
  // A code of words within backticks is one, whoever wrote them.
  const wanted = shapeOf(render('words'));

  it('has the shape that it has with harmless words, whatever a repository writes', () => {
    for (const text of texts) expect({ text, shape: shapeOf(render(text)) }).toEqual({ text, shape: wanted });
  });

  it('refers to nothing, and links to the repository alone', () => {
    for (const text of texts) {
      const body = render(text);
      expect({ text, references: findReferences(body) }).toEqual({ text, references: [] });
      for (const link of linksOf(body))
        expect(link).toMatch(
          /^https:\/\/(github\.example\/octo-org\/shop\/(blob\/a{40}\/[^?]+#L\d+|pull\/1#discussion_r1)$|cwe\.mitre\.org\/)/,
        );
    }
  });
});

describe('a comment', () => {
  it('is about its own finding, whatever mark a repository writes', () => {
    for (const text of texts) expect(findMark(commentWith(text, true))).toBe(findingOf({}).fingerprint);
  });
});

describe('the proof', () => {
  it.each([
    ['a link', 'a [b](https://evil.example) c'],
    ['a heading', '# a'],
    ['HTML', 'a <b>c'],
    ['a list', '- a'],
    ['a code block', '~~~\na'],
  ])('sees %s', (_, text) => {
    expect(shapeOf(text)).not.toEqual(shapeOf('words'));
  });

  it.each([
    '@octocat',
    'see #1',
    'GH-1',
    'https://a.example',
    'www.a.example',
    ':octocat:',
    'deadbeef1',
    'a@b.example',
  ])('sees %s', (text) => {
    expect(findReferences(text)).toHaveLength(1);
    expect(findReferences(`\`${text}\``)).toEqual([]);
  });
});
