import { describe, expect, it } from '@jest/globals';
import { parseCommands } from '../../src/github/commands/command.js';
import { expectWithin } from '../support/time-limit.js';

const names = (body: string): string[] => parseCommands(body).map((command) => command.name);

describe('a command is obeyed', () => {
  it.each<[string, string]>([
    ['alone in its comment', '/scrutineer review'],
    ['after other text', 'Thank you.\n/scrutineer review\n'],
    ['between paragraphs', 'Thank you.\n\n/scrutineer review\n\nBye.'],
    ['with the line ends of Windows', 'Thank you.\r\n/scrutineer review\r\n'],
    ['after a quote, with a blank line between', '> Is it so?\n\n/scrutineer review'],
    ['after a block of code', '```\na\n```\n/scrutineer review'],
    ['after inline code', 'See `a` and ``b ` c``.\n/scrutineer review'],
    ['after a tag and a comparison that end', 'A <b>word</b> <!-- x -->.\n/scrutineer review'],
    ['indented by less than code', '   /scrutineer review  '],
    ['with blanks between', '/scrutineer \t review'],
  ])('%s', (_, body) => {
    expect(names(body)).toEqual(['review']);
  });
});

describe('nothing is obeyed', () => {
  it.each<[string, string]>([
    ['within a line', 'Please /scrutineer review'],
    ['in a fence', '```\n/scrutineer review\n```'],
    ['in a fence of tildes', '~~~sh\n/scrutineer review\n~~~'],
    ['in a fence that never ends', '```\n\n/scrutineer review'],
    ['behind what only looks like the end of a fence', '````\n```\n/scrutineer review\n````'],
    ['behind an end of a fence that is indented too far', '```\n    ```\n/scrutineer review\n```'],
    ['in indented code', 'Text\n\n    /scrutineer review'],
    ['in code indented by a tab', '\t/scrutineer review'],
    ['in a quote', '> /scrutineer review'],
    ['in a quote that goes on without its mark', '> Somebody said\n/scrutineer review'],
    ['in a fence within a quote', '> ```\n> /scrutineer review\n> ```'],
    ['in an HTML comment', '<!--\n/scrutineer review\n-->'],
    ['in an HTML comment with blank lines', '<!--\n\n/scrutineer review\n\n-->'],
    ['in an HTML comment that never ends', '<!-- x\n\n/scrutineer review'],
    ['in an HTML comment within a paragraph', 'Text <!--\n/scrutineer review\n-->'],
    ['in an HTML element', '<pre>\n/scrutineer review\n</pre>'],
    ['in a tag', 'Text <a title="\n/scrutineer review\n">x</a>'],
    ['in inline code over lines', 'Text `a\n/scrutineer review\nb`'],
    ['in a list', '- a\n  /scrutineer review'],
    ['in a list that goes on', '- a\n/scrutineer review'],
    ['in a table', 'a | b\n-|-\n/scrutineer review | x'],
    ['in a heading', '# /scrutineer review'],
    ['as a heading by underline', '/scrutineer review\n==='],
    ['with another letter that looks the same', '/scrut\u0456neer review'],
    ['with a slash that looks the same', '\u2215scrutineer review'],
    ['with a letter of no width', '/scrutineer\u200B review'],
    ['with a blank that is none of ASCII', '/scrutineer\u00A0review'],
    ['of another name', '/scrutineers review'],
    ['in capitals', '/SCRUTINEER review'],
    ['as a path', '/scrutineer/review'],
    ['in a text of more than GitHub takes', `${'a\n'.repeat(40_000)}\n/scrutineer review`],
  ])('%s', (_, body) => {
    expect(names(body)).toEqual([]);
  });
});

describe('the parts of a command', () => {
  it.each<[string, object]>([
    ['', { name: 'help' }],
    ['explain `sql-injection`', { name: 'explain', rule: 'sql-injection' }],
    [
      'ignore 0123456789ab It is  a\ttest.',
      { name: 'ignore', finding: '0123456789ab', reason: 'It is a test.' },
    ],
    ['ignore `0123456789AB`: Why not.', { name: 'ignore', finding: '0123456789ab', reason: 'Why not.' }],
    [
      'ignore 0123456789ab until 2026-12-31 It ends.',
      { name: 'ignore', finding: '0123456789ab', until: '2026-12-31', reason: 'It ends.' },
    ],
    ['ignore until 2026-12-31 It ends.', { name: 'ignore', until: '2026-12-31', reason: 'It ends.' }],
    ['ignore until we know more', { name: 'ignore', reason: 'until we know more' }],
    ['ignore facade of a test', { name: 'ignore', reason: 'facade of a test' }],
    ['ignore 0123456789ab', { name: 'ignore', finding: '0123456789ab', reason: '' }],
    ['ignore 0123456789ab …!', { name: 'ignore', finding: '0123456789ab', reason: '' }],
    ['unignore 0123456789ab', { name: 'unignore', finding: '0123456789ab' }],
    ['unignore', { name: 'unignore' }],
    ['unignore all of them', { name: 'unknown', text: 'unignore all of them' }],
    ['baseline', { name: 'baseline', reason: '' }],
    ['baseline Old code.', { name: 'baseline', reason: 'Old code.' }],
    ['review please', { name: 'unknown', text: 'review please' }],
    ['ign\u043Ere 0123456789ab x', { name: 'unknown', text: 'ign\u043Ere 0123456789ab x' }],
  ])('%s', (text, command) => {
    expect(parseCommands(`/scrutineer ${text}`)).toEqual([command]);
  });

  it('are of the first ten in a comment', () => {
    const found = names('/scrutineer help\n'.repeat(12));
    expect(found).toHaveLength(11);
    expect(found.at(-1)).toBe('surplus');
  });
});

it.each<[string, string]>([
  ['lists', '- '],
  ['quotes', '> '],
  ['items', '- a\n'],
  ['backticks', '`a'],
  ['tags', '<a '],
  ['comments', '<!-- '],
  ['commands', '/scrutineer help `\n'],
])('many %s are read within two seconds of processor time', (_, part) => {
  const start = process.cpuUsage();
  parseCommands(`${part.repeat(Math.floor(65_000 / part.length))}\n/scrutineer review`);
  expectWithin(process.cpuUsage(start).user / 1e6, 2);
});
