import { describe, expect, it } from '@jest/globals';
import { namedToken } from '../../../src/analyzers/secrets/named-token.js';
import { prefixedToken } from '../../../src/analyzers/secrets/prefixed-token.js';
import type { SecretRule } from '../../../src/analyzers/secrets/rule.js';
import { madeUp } from '../../../src/analyzers/secrets/rules/made-up.js';
import { secretRules } from '../../../src/analyzers/secrets/rules/index.js';
import { createScan } from '../../../src/analyzers/secrets/scan.js';
import { hex, lower, mixed, parseShape, uuid } from '../../../src/analyzers/secrets/shape.js';

const parts = {
  title: 'Acme token',
  severity: 'high',
  opens: 'can order anvils',
  rotate: 'make a new one.',
  reference: 'https://acme.example/tokens',
} as const;
const values = (rule: SecretRule, text: string): string[] =>
  createScan([rule])('src/app.ts', text).leaks.map((leak) => leak.value);

describe('parseShape', () => {
  it.each([
    ['literals and classes', `v1\\.${hex(8)}-[A-C_x-]{3}`, 15],
    ['alternatives', '(?:ab|cde)(?:f|gh)?', 5],
    ['open lengths', mixed(20, 24), 24],
    ['a UUID', uuid, 36],
  ])('makes up matches of %s', (_, source, longest) => {
    const shape = parseShape(source);
    expect(shape.longest).toBe(longest);
    for (const length of ['least', 'most'] as const)
      for (let index = 0; index < 50; index++)
        expect(shape.sample(`s${index}`, length)).toMatch(new RegExp(`^(?:${source})$`));
    expect(shape.sample('a')).toBe(shape.sample('a'));
    expect(shape.sample('a', 'most').length).toBeLessThanOrEqual(longest);
  });

  it.each<[string, number, number]>([
    [mixed(20, 24), 20, 20],
    [`${hex(8)}\\.${mixed(30)}`, 39, 30],
    [`(?:ab|cde-)${mixed(4)}\\+?x`, 7, 6],
    [`(?:sk_)?${mixed(10)}`, 10, 10],
    [`[0-9a-z+]{30}`, 30, 0],
    [`(?:${hex(4)}\\.){3}${hex(5)}`, 20, 5],
    [uuid, 36, 36],
  ])('bounds matches of %s from below', (source, shortest, run) => {
    const shape = parseShape(source);
    expect([shape.shortest, shape.run]).toEqual([shortest, run]);
    for (let index = 0; index < 50; index++) {
      const sample = shape.sample(`s${index}`);
      expect(sample.length).toBeGreaterThanOrEqual(shortest);
      expect(
        Math.max(...(sample.match(/[\w-]+/g) ?? ['']).map((part) => part.length)),
      ).toBeGreaterThanOrEqual(run);
      expect(Array.from(sample).every((character) => shape.among.has(character))).toBe(true);
    }
  });

  it.each(['a+', '.', '[^a]', '\\w{3}', '(a)', 'a{3,}', '[ab', 'a)', '(?=a)'])('refuses %s', (source) => {
    expect(() => parseShape(source)).toThrow('No plain expression');
  });
});

describe('a prefixed token', () => {
  const rule = prefixedToken({ ...parts, id: 'acme-token', prefixes: ['acme_'], body: mixed(24) });
  const value = ['acme', madeUp('mixed', 24, 'prefixed')].join('_');

  it.each<[string, string, number]>([
    ['alone', value, 1],
    ['in an address', `https://${value}@acme.example/`, 1],
    ['in a longer name', `MY_${value}`, 1],
    ['as a part of a longer word', `x${value}`, 0],
    ['as the end of a name', `box.${value}`, 0],
    ['followed by more', `${value}a`, 0],
    ['too short', value.slice(0, -1), 0],
    ['with a placeholder', `acme_${'x'.repeat(24)}`, 0],
  ])('%s', (_, text, count) => {
    expect(values(rule, text)).toEqual(count ? [value] : []);
  });
});

describe('a named token', () => {
  const rule = namedToken({
    ...parts,
    id: 'acme-secret',
    names: ['acme mail'],
    word: 'api key',
    value: lower(32),
  });
  const value = madeUp('lower', 32, 'named');

  it.each([
    ['a variable of the environment', `ACME_MAIL_API_KEY=${value}`],
    ['a variable of the environment, quoted', `export ACMEMAIL_TOKEN="${value}"`],
    ['a constant', `const acmeMailSecret: string = '${value}';`],
    ['a typed variable', `var acmeMailToken string = "${value}"`],
    ['an escaped string', JSON.stringify({ file: `ACME_MAIL_TOKEN=${value}\nMORE=1` })],
    ['JSON within JSON', JSON.stringify(JSON.stringify({ acme_mail_token: value }))],
    ['a default', `const key = process.env.ACME_MAIL_KEY || '${value}';`],
    ['a default of a call', `key = os.getenv("ACME_MAIL_KEY", "${value}")`],
    ['a property that is set', `System.setProperty("ACME_MAIL_TOKEN", "${value}")`],
    ['a setter', `client.setAcmeMailToken("${value}");`],
    ['a hash of Ruby', `"acme_mail_token" => "${value}",`],
    ['a Makefile', `ACME_MAIL_TOKEN ?= "${value}"`],
    ['a Dockerfile', `ENV ACME_MAIL_TOKEN ${value}`],
    ['a name that ends in access', `ACME_MAIL_ACCESS=${value}`],
    ['a flag', `acme-mail --api-key ${value}`],
    ['an element', `<acmeMailToken>\n    ${value}\n</acmeMailToken>`],
    ['an attribute', `<add key="AcmeMailKey" value="${value}" />`],
    ['a variable of Kubernetes', `- name: ACME_MAIL_TOKEN\n  value: ${value}`],
    ['a header', `X-Acme-Mail-Api-Key: ${value}`],
    ['an index', `config["acme-mail"]["token"] = "${value}"`],
    ['an object', `acmeMail: { timeout: 3, apiKey: '${value}' }`],
    ['an object of JSON', JSON.stringify({ acme_mail: { id: 3, secret: value } }, undefined, 2)],
    ['the options of a constructor', `new AcmeMail({\n  apiKey: '${value}',\n})`],
    ['a section of YAML', `acme_mail:\n  region: eu\n  api_key: ${value}`],
    ['a section of an INI file', `[acme-mail]\nregion=eu\napi_key=${value}`],
    ['the parameters of a call', JSON.stringify({ method: 'acme_mail.login_with_api_key', params: [value] })],
    ['an address', `https://api.acmemail.com/v1/send?to=a&api_key=${value}`],
  ])('in %s', (_, text) => {
    expect(values(rule, text)).toEqual([value]);
  });

  it.each([
    ['without a word for it', `ACME_MAIL=${value}`],
    ['with a word for its hash', `ACME_MAIL_KEY_HASH=${value}`],
    ['with a word for its name', `acmeMailTokenId: ${value}`],
    ['after its own section', `acme_mail:\n  region: eu\nother:\n  api_key: ${value}`],
    ['after its own object', `acmeMail: { region: 'eu' }, other: { apiKey: '${value}' }`],
    ['after its own INI section', `[acme-mail]\nregion=eu\n[other]\napi_key=${value}`],
    ['that is a part of a longer value', `ACME_MAIL_KEY=${value}0`],
    ['that is a name', 'acmeMailToken = createtokenofacmemailfactory2000'],
    ['that is a call', `acmeMailToken = ${value}()`],
    ['that is a placeholder', `ACME_MAIL_TOKEN=${'x'.repeat(32)}`],
    ['far away', `Acme Mail has many virtues. Its speed is one of them. The key of others: ${value}`],
  ])('not one %s', (_, text) => {
    expect(values(rule, text)).toEqual([]);
  });

  it('with a short name, which other words hold', () => {
    const short = namedToken({ ...parts, id: 'okta-key', names: ['okta'], word: 'key', value: lower(32) });
    expect(values(short, `myOktaKey: ${value}`)).toEqual([value]);
    expect(values(short, `lokta_key: ${value}`)).toEqual([]);
    expect(values(short, `oktave_key: ${value}`)).toEqual([]);
    expect(values(short, `export OKTAVE_KEY=${value}`)).toEqual([]);
    expect(values(short, `oktakey: ${value}`)).toEqual([value]);
    expect(values(short, `OKTAAPIKEY=${value}`)).toEqual([value]);
    const two = namedToken({ ...parts, id: 'box-key', names: ['box api'], word: 'key', value: lower(32) });
    expect(values(two, `myBoxApiKey: ${value}`)).toEqual([value]);
    expect(values(two, `BOX_API_KEY=${value}`)).toEqual([value]);
    expect(values(two, `SCRAPERBOX_API_KEY=${value}`)).toEqual([]);
  });
});

describe('what is computed of a format', () => {
  it.each([
    ['pypi-token', `pypi-AgEIcHlwaS5vcm`],
    ['1password-service-account-token', 'ops_eyJ'],
    ['sentry-organization-token', 'sntrys_eyJpYXQiO'],
    ['grafana-api-key', 'eyJrIjoi'],
    ['artifactory-reference-token', 'cmVmd'],
  ])('of %s is what its provider prints', (id, prefix) => {
    expect(secretRules.find((rule) => rule.id === id)?.keywords[0]).toBe(prefix);
  });
});
