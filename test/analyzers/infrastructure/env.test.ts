import { describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { parseEnv } from '../../../src/analyzers/infrastructure/formats/env.js';
import { analyzeFile, applied, placesOf } from './support.js';

const analyzer = createInfrastructureAnalyzer();
const random = ['fK3', '9sQz', 'Lw7', 'XbT2', 'mVe8'].join('');
const password = ['Hor', 'se-9', 'Bat'].join('');

describe('an environment file', () => {
  it('is parsed as dotenv does', () => {
    const text = `# comment
A=1 # why
export B = "two # words"
C='a "quoted" b'
D="first
second"
E: yaml
F=
not a line
G=last`;
    expect(parseEnv(text).map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', 'two # words'],
      ['C', 'a "quoted" b'],
      ['D', 'first\nsecond'],
      ['E', 'yaml'],
      ['F', ''],
      ['G', 'last'],
    ]);
  });

  it.each([
    ['.env', true],
    ['a/.env.production', true],
    ['.env.local', true],
    ['config/prod.env', true],
    ['.env.example', false],
    ['.env.production.sample', false],
    ['.env.template', false],
    ['.env.dist', false],
    ['.env.defaults', false],
    ['example.env', false],
    ['.env.vault', false],
    ['.env.d.ts', false],
    ['env.ts', false],
    ['.environment', false],
  ])('is looked for as %s: %s', (path, wanted) => {
    expect(analyzer.wants(path)).toBe(wanted);
  });

  it.each([
    ['a token', `API_TOKEN=${random}`, true],
    ['a password', `SMTP_PASSWORD=${password}`, true],
    ['a password in an address', `QUEUE=amqps://app:${password}@mq.shop.example/x`, true],
    ['a private key', `KEY="${['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ')}\nMIIE\n-----END"`, true],
    ['a password of a server elsewhere', `DB_HOST=db.shop.example\nDB_PASSWORD=${password}`, true],
    ['no value', 'API_TOKEN=', false],
    ['a placeholder', 'API_TOKEN=your-token-here', false],
    ['stars', 'API_TOKEN=************', false],
    ['a reference', 'API_TOKEN=${OTHER_TOKEN}', false],
    ['a reference to a password manager', 'API_TOKEN=op://vault/item/field', false],
    ['an encrypted value', `API_TOKEN="encrypted:${random}${random}"`, false],
    [
      'a file encrypted by SOPS',
      `API_TOKEN=ENC[AES256_GCM,data:${random},type:str]\nsops_version=3.9.0`,
      false,
    ],
    ['a value for the browser', `NEXT_PUBLIC_API_KEY=${random}`, false],
    ['how long a token lives', 'TOKEN_TTL=900000000000000', false],
    ['where tokens come from', 'TOKEN_URL=https://login.shop.example/oauth', false],
    ['the name of a key', `AWS_KEY_NAME=${random}`, false],
    ['a local database', `DATABASE_URL=postgres://app:${password}@localhost:5432/app`, false],
    ['the database beside it', `DB_HOST=postgres\nDB_PASSWORD=${password}`, false],
    ['a word', 'APP_SECRET=development', false],
    ['what says that it is for development', 'SECRET_KEY=django-insecure-for-dev-9', false],
    ['a sealed value', `API_TOKEN=AgA${random}${random}`, false],
    ['a value that Vault has encrypted', `API_TOKEN=vault:v1:${random}${random}`, false],
  ])('with %s is judged right', async (_name, text, found) => {
    const { detections } = await analyzeFile(analyzer, '.env', { '.env': text });
    expect(placesOf(detections).length > 0).toBe(found);
    for (const { message, anchor } of detections) {
      expect(message + anchor).not.toContain(random);
      expect(message + anchor).not.toContain(password);
    }
  });

  it('with many secrets is told once, by names alone', async () => {
    const text = ['A', 'B', 'C', 'D'].map((name) => `${name}_TOKEN=${random}${name}`).join('\n');
    const { detections } = await analyzeFile(analyzer, '.env', { '.env': text });
    expect(detections.map(({ message }) => message)).toEqual([
      'The file is committed with what look like live secrets: `A_TOKEN`, `B_TOKEN`, `C_TOKEN` and 1 more.',
    ]);
  });

  it('with the key of encrypted files is critical', async () => {
    const text = `DOTENV_PRIVATE_KEY_PRODUCTION="${random}${random}"`;
    const { detections } = await analyzeFile(analyzer, '.env.keys', { '.env.keys': text });
    expect(detections.map(({ severity }) => severity)).toEqual(['critical']);
  });

  it.each([
    ['.env.production', 'APP_DEBUG=true # now', 'APP_DEBUG=false # now'],
    ['.env.production', 'DJANGO_DEBUG="True"', 'DJANGO_DEBUG="False"'],
    ['.env.production', 'COOKIE_SECURE=false', 'COOKIE_SECURE=true'],
    ['.env', 'NODE_TLS_REJECT_UNAUTHORIZED=0', 'NODE_TLS_REJECT_UNAUTHORIZED=1'],
  ])('%s with %s gets an exact suggestion', async (path, before, after) => {
    const { detections } = await analyzeFile(analyzer, path, { [path]: before });
    const text = applied(before, detections[0]?.fix?.edits ?? []);
    expect(text).toBe(after);
    expect((await analyzeFile(analyzer, path, { [path]: text })).detections).toEqual([]);
  });
});
