import { describe, expect, it } from '@jest/globals';
import { renderRuleList, renderRuleListJson } from '../../src/reporters/rule-list.js';
import { renderRuleIndex, renderRulePage } from '../../src/reporters/rule-page.js';
import { parseProse } from '../../src/reporters/prose.js';
import { fakeAnalyzer, fakeRule } from '../support/fake-analyzer.js';

describe('the page of a rule', () => {
  it('is this', () => {
    expect(renderRulePage(fakeRule)).toMatchSnapshot();
  });

  it('shows the other files of an example', () => {
    const [good] = fakeRule.examples.good;
    if (!good) throw new Error('The rule has examples.');
    const examples = { ...fakeRule.examples, good: [{ ...good, files: { 'other.tf': 'x = 1\n' } }] };
    expect(renderRulePage({ ...fakeRule, examples })).toContain('`other.tf`\n\n```hcl\nx = 1\n```');
  });
});

describe('the list of rules', () => {
  const groups = [
    fakeAnalyzer('code', fakeRule),
    fakeAnalyzer('secrets', { ...fakeRule, id: 'a', severity: 'low' }),
  ];

  it('has an index in Markdown', () => {
    expect(renderRuleIndex(groups)).toContain('| [bad-word](bad-word.md) | Bad word | high | 89 |');
  });

  it('has a line a rule in a terminal', () => {
    expect(renderRuleList(groups, false)).toBe(
      [
        'code',
        '  bad-word  high      Bad word',
        '',
        'secrets',
        '  a         low       Bad word',
        '',
        '2 rules. More about one: scrutineer explain RULE',
        '',
      ].join('\n'),
    );
  });

  it('has an entry a rule in JSON', () => {
    expect(JSON.parse(renderRuleListJson(groups))).toMatchObject([
      { id: 'bad-word', analyzer: 'code', cwe: [89] },
      { id: 'a', analyzer: 'secrets' },
    ]);
  });
});

describe('parseProse', () => {
  it('reads paragraphs, lists and code', () => {
    const text = 'One\ntwo.\n\n- a\n  more\n- b\n\n1. c\n\n```ts\nx\n\ny\n```\nThree';
    expect(parseProse(text)).toEqual([
      { kind: 'paragraph', text: 'One two.' },
      { kind: 'list', ordered: false, items: ['a more', 'b'] },
      { kind: 'list', ordered: true, items: ['c'] },
      { kind: 'code', text: 'x\n\ny' },
      { kind: 'paragraph', text: 'Three' },
    ]);
  });
});
