import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { madeUp } from '../../../src/analyzers/secrets/rules/made-up.js';
import { analyze } from '../support.js';

const analyzer = createSecretsAnalyzer();
const hex = (length: number): string => madeUp('hex', length, `false alarm ${length}`);
const jwt = [
  { alg: 'HS256', typ: 'JWT' },
  { sub: 'shop-7', exp: 1516239022 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat(madeUp('mixed', 43, 'signature'))
  .join('.');

const uuid = ['a391df94', 'dd1f', '46d6', 'b3ab', '60e90f23e8a2'].join('-');
const password = ['pxL', 'sGV', 'psC', '9A5S'].join('');
const pem = ['BEGIN', 'END']
  .map((word) => `${'-'.repeat(5)}${word} PRIVATE KEY${'-'.repeat(5)}`)
  .join(`\nMIIE${madeUp('mixed', 60, 'key')}\n${madeUp('mixed', 60, 'rest')}\n`);

/** What was once taken for a credential in public code and is none, told by what it is; one line each. */
describe('no credential', () => {
  it.each<[string, string, string]>([
    ['a commit after the name of a provider', 'pins.txt', `cloudflare: ${hex(40)}\n`],
    ['the hash of a file after the name of a provider', 'sums.txt', `artifactory: ${hex(64)}\n`],
    ['a key of the samples of Firebase', 'notes.txt', `AIzaSyAnLA7Nfe${madeUp('mixed', 25, 'sample')}\n`],
    ['a token of JSON behind Basic', 'try.sh', `curl -H "Authorization: Basic ${jwt}" https://api.acme.io\n`],
    [
      'a key of Stripe for tests under the name of one of Freemius',
      'a.html',
      `secret_key = sk_${madeUp('mixed', 20, 'a')}#${madeUp('mixed', 8, 'b')}\n`,
    ],
    ['a table of a manual', 'README.md', `| gcp.key | GCP Auth Key ${' '.repeat(66)} | "" |\n`],
    [
      'a comment about an authentication key',
      'scribe.php',
      `env('SCRIBE_AUTH_KEY'),\n\n// Placeholder your users will see for the parameter in the example requests.\n`,
    ],
    [
      'a private key whose rest is left out',
      'README.md',
      `${'-'.repeat(5)}BEGIN RSA PRIVATE KEY${'-'.repeat(5)}\nMIIEogIBAAKC${madeUp('mixed', 52, 'pem')}\n...\n`,
    ],
    ['the time of a password', 'values.yaml', 'argocdServerAdminPasswordMtime: "2006-01-02T15:04:05Z"\n'],
    ['a setting that a manual in comments shows', 'values.yaml', `#   client_secret: ${uuid}\n`],
    ['a setting that a manual in comments shows', 'app.toml', `# token = "${hex(40)}"\n`],
    ['what a method gets, in its comment', 'Env.java', ` *   "username":"u8","password":"${password}"}\n`],
    [
      'the hash of a password behind its user',
      'values.yaml',
      `htpasswd: bob:$2y$10$${madeUp('mixed', 53, 'hash')}\n`,
    ],
    [
      'the key with which a page searches',
      'Search.astro',
      `docsearch({ appId: 'X', indexName: 'docs', apiKey: '${hex(32)}' });\n`,
    ],
    [
      'a key that repeats in a part',
      'i18n.yml',
      `deepl_api_key: 48E92789-57A3-466A-9959-${'1A'.repeat(6)}\n`,
    ],
    [
      'a token for tests by its name',
      'mock_test.go',
      `const hcloudTestToken = "${madeUp('mixed', 64, 'hcloud')}"\n`,
    ],
    [
      'the key of an application in its tests',
      'tests/.env.ci',
      `APP_KEY=base64:${madeUp('mixed', 43, 'app')}=\n`,
    ],
    ['a private key of a test', 'src/dockerTest/resources/client.key', pem],
    ['a private key of a test', 'internal/testresources/client.key', pem],
    ['a private key of a test', 'integration/resources/tls/local.key', pem],
    ['a word in leet', 'compose.yaml', `environment:\n  - MSSQL_SA_PASSWORD=verYs3cret\n`],
    ['a table that fills in a password', 'db.rsp', 'sysPassword=###ORACLE_PWD###\n'],
    ['rows that count in turns', 'prom.yml', 'access_key: A1B2C3D4E5F6G7H8I9J0\n'],
    ['the header of a token alone', 'app.yml', `token: ${jwt.split('.')[0]}\n`],
    ['words in base 64', 'app.py', `auth_token = "${Buffer.from('shop:shop').toString('base64')}"\n`],
    ['a variable of NuGet', 'nuget.config', '<add key="ClearTextPassword" value="Shop%FeedWord%" />\n'],
    ['the commit of a token', 'a.yml', `token_commit: ${hex(40)}\n`],
    ['words that settings stand beside', 'main.yml', 'user: shop\nupdate_password: on_create\n'],
    ['a word in leet', 'app.py', `password = "myR3alP@ssw0rd"\n`],
  ])('%s', async (_, path, text) => {
    const { detections } = await analyze(analyzer, path, text);
    expect(detections.filter((found) => found.confidence !== 'low')).toEqual([]);
  });
});

it('a token behind `export` is not one of Expo', async () => {
  const text = `export SHOP_TOKEN=${madeUp('mixed', 40, 'exported')}\n`;
  const { detections } = await analyze(analyzer, '.envrc', text);
  expect(detections.map((found) => found.ruleId)).toEqual(['generic-credential']);
});
