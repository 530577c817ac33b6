import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { crc32Base62 } from '../../../src/analyzers/secrets/checksum.js';
import { madeUp } from '../../../src/analyzers/secrets/rules/made-up.js';
import type { Detection } from '../../../src/model/finding.js';
import { analyze } from '../support.js';

const analyzer = createSecretsAnalyzer();
const dashes = '-'.repeat(5);

const detect = async (text: string, path = 'src/app.ts'): Promise<readonly Detection[]> =>
  (await analyze(analyzer, path, text)).detections;
const graded = async (text: string, path?: string): Promise<unknown[]> =>
  (await detect(text, path)).map((found) => [found.ruleId, found.severity, found.confidence]);

const github = (name: string): string => {
  const body = madeUp('mixed', 30, name);
  return ['ghp', body + crc32Base62(body)].join('_');
};
/** A token of GitLab that tells the organization it belongs to; `off` is added to its checksum. */
const routable = (off = 0): string => {
  const payload = Buffer.from(`o:1\nu:1x${madeUp('mixed', 16, 'routable')}\x10`).toString('base64url');
  const body = `${['glpat', payload].join('-')}.01.${payload.length.toString(36).padStart(2, '0')}`;
  return body + (crc32(body) + off).toString(36).padStart(7, '0');
};
const keyId = ['AKIA', madeUp('upper', 16, 'test key')].join('');
const secret = madeUp('mixed', 40, 'test secret');

function pem(kind: string, bytes: Buffer, join = '\n', headers: readonly string[] = []): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  const frame = (word: string): string => `${dashes}${word} ${kind}PRIVATE KEY${dashes}`;
  return [frame('BEGIN'), ...headers, ...lines, frame('END')].join(join);
}
const noise = Buffer.from(madeUp('mixed', 260, 'key'));
const der = Buffer.concat([Buffer.from([0x30, 0x82, 1, 4]), noise]);
const openssh = (cipher: string): Buffer =>
  Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    Buffer.from([0, 0, 0, cipher.length]),
    Buffer.from(cipher),
    // As in real ones, a long run of zeros, which must not pass for a made-up value.
    Buffer.alloc(24),
    noise,
  ]);

describe('proof', () => {
  it.each<[string, string, unknown[]]>([
    ['a token with its checksum', github('a'), [['github-token', 'critical', 'high']]],
    [
      'a token with a wrong checksum',
      `${github('a').slice(0, -1)}${github('a').endsWith('a') ? 'b' : 'a'}`,
      [['github-token', 'low', 'medium']],
    ],
    ['a routable token of GitLab with its checksum', routable(), [['gitlab-token', 'critical', 'high']]],
    ['one with a wrong checksum', routable(1), [['gitlab-token', 'low', 'medium']]],
    ['an AWS key id alone', `id: ${keyId}`, [['aws-access-key', 'low', 'medium']]],
    ['an AWS key id with its secret, once', `${keyId}\n${secret}`, [['aws-access-key', 'critical', 'high']]],
    [
      'an AWS key id near a commit',
      `${keyId} at ${madeUp('hex', 40, 'commit')}`,
      [['aws-access-key', 'low', 'medium']],
    ],
    ['an AWS key id in a signed address', `https://files.example/a?X-Amz-Credential=${keyId}%2F20260101`, []],
  ])('grades %s', async (_, text, expected) => {
    expect(await graded(text)).toEqual(expected);
  });
});

describe('private keys', () => {
  it.each<[string, string, string, string]>([
    ['RSA', pem('RSA ', der), 'high', 'high'],
    ['PKCS 8', pem('', der), 'high', 'high'],
    ['PKCS 8, encrypted', pem('ENCRYPTED ', der), 'medium', 'high'],
    [
      'RSA, encrypted in the old way',
      pem('RSA ', noise, '\n', ['Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,00FF', '']),
      'medium',
      'high',
    ],
    ['OpenSSH', pem('OPENSSH ', openssh('none')), 'high', 'high'],
    ['OpenSSH, encrypted', pem('OPENSSH ', openssh('aes256-ctr')), 'medium', 'high'],
    ['in a JSON string', JSON.stringify({ private_key: pem('', der) }), 'high', 'high'],
    ['joined from literals', `'${pem('', der, "\\n' +\n  '")}'`, 'high', 'high'],
    ['indented', pem('EC ', der, '\r\n    '), 'high', 'high'],
    ['cut off', pem('', der).slice(0, 200), 'high', 'medium'],
    [
      'OpenPGP',
      pem('PGP ', Buffer.concat([Buffer.from([0xc5]), noise])).replace(/KEY-/g, 'KEY BLOCK-'),
      'high',
      'high',
    ],
  ])('are found: %s', async (_, text, severity, confidence) => {
    expect(await graded(text)).toEqual([['private-key', severity, confidence]]);
  });

  it('are worth less in the place of a test', async () => {
    expect(await graded(pem('', der), 'test/fixtures/server.key')).toEqual([['private-key', 'low', 'low']]);
  });

  it('are not found where only the frame is', async () => {
    expect(await detect(pem('RSA ', Buffer.from('short')))).toEqual([]);
    expect(await detect(`${dashes}BEGIN CERTIFICATE${dashes}\n${der.toString('base64')}`)).toEqual([]);
  });

  it('that go on beyond what is looked at are found, and said to be cut', async () => {
    const long = pem('RSA ', Buffer.concat([der, Buffer.from(madeUp('mixed', 30_000, 'long'))]));
    const { detections, problems } = await analyze(analyzer, 'id', long);
    expect(detections).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'incomplete', path: 'id' }]);
  });
});

describe('connection strings', () => {
  const password = madeUp('mixed', 16, 'pool');
  it.each<[string, string, number]>([
    ['a public host', `postgres://app:${password}@db.acme.io/app`, 1],
    ['a driver in the scheme', `postgresql+psycopg2://app:${password}@10.1.2.3/app`, 1],
    ['no user', `rediss://:${password}@cache.acme.io:6380`, 1],
    ['the own machine', `postgres://app:${password}@localhost/app`, 0],
    ['a manual', `postgres://app:${password}@db.example.com/app`, 0],
    ['a password that is the user', 'postgres://shopkeeper:shopkeeper@db.acme.io/app', 0],
    ['a word for a password', 'mysql://root:password123@db.acme.io/app', 0],
    ['a variable', 'mysql://root:${DB_PASSWORD}@db.acme.io/app', 0],
    ['an angle-bracketed placeholder', 'mongodb+srv://<user>:<password>@cluster.mongodb.net', 0],
    ['a service of docker compose', 'amqp://rabbit:bunny1@queue:5672', 0],
  ])('with %s', async (_, text, count) => {
    expect(await detect(text)).toHaveLength(count);
  });
});

describe('findings', () => {
  it('keep their anchor in another place, and get a new one when the value is rotated', async () => {
    const [here] = await detect(`const token = '${github('a')}';`);
    const [there] = await detect(`\n\nTOKEN=${github('a')}\n`, '.env');
    const [rotated] = await detect(`const token = '${github('b')}';`);
    expect(there?.anchor).toBe(here?.anchor);
    expect(rotated?.anchor).not.toBe(here?.anchor);
    expect(here?.anchor).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stand on the value, on its own line', async () => {
    const [found] = await detect(`a\nb\n  key = '${github('a')}'\n`);
    expect(found?.range).toEqual({ startLine: 3, startColumn: 10, endLine: 3, endColumn: 50 });
  });

  it('say first what to do first', async () => {
    const [found] = await detect(github('a'));
    expect(found?.message).toBe(
      `GitHub access token (ghp_…, hash ${found?.secretHash}) is in the file: rotate it first, since removing the line does not help once it is pushed.`,
    );
  });

  it('are limited in number, which is said', async () => {
    const text = Array.from({ length: 130 }, (_, index) => github(`number ${index}`)).join('\n');
    const { detections, problems } = await analyze(analyzer, 'dump.txt', text);
    expect(detections).toHaveLength(100);
    expect(problems).toEqual([
      {
        kind: 'incomplete',
        path: 'dump.txt',
        message: 'Only the first 100 credentials of the file are reported.',
      },
    ]);
  });

  it('are looked for in any text file', () => {
    expect(['.env', 'Makefile', 'a.ts', 'package-lock.json'].map((path) => analyzer.wants(path))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(analyzer.wants('logo.PNG')).toBe(false);
  });
});
