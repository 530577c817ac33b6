import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { findHidden } from '../../../src/analyzers/secrets/hidden/find.js';
import { madeUp } from '../../../src/analyzers/secrets/rules/made-up.js';
import { analyze } from '../support.js';
import { expectWithin } from '../../support/time-limit.js';

const analyzer = createSecretsAnalyzer();
const key = madeUp('mixed', 32, 'hidden');
const [left, right] = [key.slice(0, 16), key.slice(16)];
const password = ['gX4', 'plum', '!tundra', '7'].join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const long = base64(`# What the deployment of the shop reads when it starts\nAPI_TOKEN=${key}\nPORT=80\n`);

describe('a credential is found one level below the text', () => {
  it.each<[string, string, string, number, number]>([
    ['in base 64', 'a.yml', `data:\n  config: ${base64(JSON.stringify({ user: 'shop', password }))}\n`, 2, 2],
    ['in wrapped base 64', 'a.yml', `data: |\n  ${long.match(/.{1,76}/g)?.join('\n  ')}\n`, 2, 3],
    ['in hexadecimal', 'a.txt', Buffer.from(`password=${password}`).toString('hex'), 1, 1],
    [
      'in percent encoding',
      'a.py',
      `\nurl = "https://shop.acme.io/?next=${encodeURIComponent(`https://bob:${password}@files.acme.io/`)}"`,
      2,
      2,
    ],
    ['in an escape', 'a.py', `password = "${password.replace('p', '\\u0070')}"`, 1, 1],
    [
      'in escapes',
      'a.json',
      `{ "apiKey": "${Buffer.from(key).toString('hex').replace(/../g, '\\u00$&')}" }`,
      1,
      1,
    ],
    ['in literals that are added', 'A.java', `String apiKey = "${left}" +\n  "${right}";`, 1, 2],
    ['in literals beside each other', 'a.py', `api_key = ("${left}"\n  "${right}")`, 1, 2],
    ['in literals with a dot between them', 'a.php', `$apiKey = '${left}' . '${right}';`, 1, 1],
    ['on a line that goes on', 'run.sh', `export API_TOKEN=${left}\\\n${right}\n`, 1, 2],
    ['in a folded block', 'a.yml', `a: 1\napi_token: >-\n  ${left}\n  ${right}\nb: 2\n`, 3, 4],
  ])('%s', async (_, path, text, startLine, endLine) => {
    const { detections, problems } = await analyze(analyzer, path, text);
    expect(detections.map(({ range }) => [range.startLine, range.endLine])).toEqual([[startLine, endLine]]);
    expect(JSON.stringify(detections)).not.toContain(left.slice(0, 5));
    expect(problems).toEqual([]);
  });
});

it('a format in base 64 is told instead of the guess that its name makes', async () => {
  const token = base64(['glpat', madeUp('mixed', 20, 'hidden token')].join('-'));
  const text = `apiVersion: v1\nkind: Secret\ndata:\n  api_token: ${token}\n`;
  const { detections } = await analyze(analyzer, 'shop.yaml', text);
  expect(detections.map(({ ruleId }) => ruleId)).toEqual(['gitlab-token']);
});

it('what stands in the text as it is, too, is told once', async () => {
  const text = `API_TOKEN=${key}\nCOPY=${base64(`API_TOKEN=${key}\n`)}\nPARTS="a" + "b"\n`;
  expect((await analyze(analyzer, 'a.env', text)).detections).toHaveLength(1);
});

it.each<[string, string]>([
  [
    'a picture',
    `src: data:image/png;base64,${Buffer.from(madeUp('mixed', 400, 'png'), 'base64').toString('base64')}`,
  ],
  ['a list with a sign in it', `const signs = ['+', "a", "+", "b"]; const apiKey = env('A') + 'b';`],
  ['a number', 'total: 3132333435363738393031323334353637383930'],
])('nothing is found in %s', async (_, text) => {
  expect((await analyze(analyzer, 'a.yml', text)).detections).toEqual([]);
});

it('what is not looked at is said', async () => {
  const text = Array.from({ length: 5100 }, (_, number) => base64(`item ${number} of a long list`)).join(' ');
  expect((await analyze(analyzer, 'a.txt', text)).problems).toEqual([
    {
      kind: 'incomplete',
      path: 'a.txt',
      message: 'The file has so many encoded texts that not all of them were searched for credentials.',
    },
  ]);
});

it.each<[string, string]>([
  ['one long run', 'QUJD'.repeat(300_000)],
  ['runs just too short', `${'a'.repeat(23)}.`.repeat(40_000)],
  ['lines of one width', `${'QUJD'.repeat(19)}\n`.repeat(14_000)],
  ['quotes', '"'.repeat(1_000_000)],
  ['quotes and blanks', `"${' '.repeat(20)}\n`.repeat(40_000)],
  ['joints', '"a" + '.repeat(150_000)],
  ['escapes', '\\u0041'.repeat(150_000)],
  ['percent signs', '%22'.repeat(300_000)],
  ['half an encoding', '%2'.repeat(400_000)],
  ['blocks', `a: |\n  ${'b'.repeat(390)}\n`.repeat(2500)],
  ['keys of blocks', `${' '.repeat(40)}${'a'.repeat(80)}`.repeat(8000)],
])('%s are looked through in time', (_, text) => {
  const started = process.cpuUsage();
  findHidden(text);
  const { user, system } = process.cpuUsage(started);
  expectWithin((user + system) / 1e6, 2);
});
