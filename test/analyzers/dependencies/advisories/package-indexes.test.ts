import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { requestText } from '../../../../src/analyzers/dependencies/advisories/http.js';
import { openPackageIndexes } from '../../../../src/analyzers/dependencies/advisories/package-indexes.js';
import { createDependenciesAnalyzer } from '../../../../src/analyzers/dependencies/analyzer.js';
import { analyze } from '../../support.js';
import { expectWithin } from '../../../support/time-limit.js';

const pages: Readonly<Record<string, string>> = {
  '/pypi/acme-log/': JSON.stringify({
    files: [
      { filename: 'acme_log-1.0.0-py3-none-any.whl', yanked: 'leaks its log' },
      { filename: 'acme-log-1.0.0.tar.gz', yanked: true },
      { filename: 'acme_log-1.1-py3-none-any.whl', yanked: true },
      { filename: 'acme_log-1.1.tar.gz' },
    ],
  }),
  '/crates/ac/me/acme-log':
    '{"name":"acme-log","vers":"1.0.0","yanked":true}\n{"name":"acme-log","vers":"1.1.0","yanked":false}\n',
  '/crates/3/l/log': '{"name":"log","vers":"0.4.0","yanked":true}\n',
  '/npm/%40acme%2flog': JSON.stringify({
    versions: { '1.0.0': { deprecated: 'use @acme/logs' }, '1.1.0': {} },
  }),
  '/crates/od/dl/oddly': 'some text',
};

const asked: string[] = [];
const refused = '/npm/refused';
let isDown = false;
const server: Server = createServer(({ url = '', headers }, response) => {
  asked.push(`${url} ${headers.accept ?? ''}`);
  const page = pages[url];
  const status = url === refused ? 400 : page === undefined ? 404 : 200;
  response.writeHead(isDown ? 500 : status).end(page ?? '');
});
let base = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});
afterEach(() => {
  asked.length = 0;
  isDown = false;
});

const open = (): NonNullable<ReturnType<typeof openPackageIndexes>> => {
  const indexes = openPackageIndexes(`PyPI=${base}/pypi crates.io=${base}/crates/ npm=${base}/npm`, {
    wait: async () => undefined,
  });
  if (!indexes) throw new Error('No index is named.');
  return indexes;
};

describe('indexes of packages', () => {
  it.each<[string, string, string, string | undefined]>([
    ['PyPI', 'acme-log', '1.0', 'leaks its log'],
    ['PyPI', 'acme-log', '1.1', undefined],
    ['crates.io', 'acme-log', '1.0.0', ''],
    ['crates.io', 'acme-log', '1.1.0', undefined],
    ['crates.io', 'log', '0.4.0', ''],
    ['npm', '@acme/log', '1.0.0', 'use @acme/logs'],
    ['npm', '@acme/log', '1.1.0', undefined],
    ['npm', 'nobody-has-it', '1.0.0', undefined],
    ['RubyGems', 'log', '1.0.0', undefined],
  ])('tell whether a release was withdrawn: %s %s %s', async (ecosystem, name, version, summary) => {
    const { records, problems } = await open().find([{ ecosystem, name, version }]);
    expect(records.flat().flatMap((record) => record?.summary ?? [])).toEqual(
      summary === undefined ? [] : [summary],
    );
    expect(problems).toEqual([]);
  });

  it('are asked once for a package, in their own form', async () => {
    const indexes = open();
    const versions = ['1.0.0', '1.1.0'].map((version) => ({ ecosystem: 'npm', name: '@acme/log', version }));
    await indexes.find(versions);
    await indexes.find(versions);
    expect(asked).toEqual(['/npm/%40acme%2flog application/vnd.npm.install-v1+json']);
  });

  it('that are out of reach, or answer with something else, are told of', async () => {
    const odd = await open().find([{ ecosystem: 'crates.io', name: 'oddly', version: '1.0.0' }]);
    isDown = true;
    const down = await open().find([{ ecosystem: 'PyPI', name: 'acme-log', version: '1.0' }]);
    expect([...odd.problems, ...down.problems].map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'of crates.io were withdrawn is not known for all packages: the answer has another form',
      ),
      expect.stringContaining('of PyPI were withdrawn is not known for all packages: 127.0.0.1'),
    ]);
    expect(down.records).toEqual([undefined]);
  });

  it('say of one name that is answered with nothing usable no more than of that', async () => {
    const of = (ecosystem: string, name: string) => ({ ecosystem, name, version: '1.0.0' });
    const odd = Array.from({ length: 12 }, () => [of('npm', 'refused'), of('crates.io', 'oddly')]).flat();
    const { records, problems } = await open().find([
      ...odd,
      of('npm', '@acme/log'),
      of('crates.io', 'acme-log'),
    ]);
    expect(records.slice(-2).map((record) => record?.length)).toEqual([1, 1]);
    expect(problems).toHaveLength(2);
  });

  it.each([
    ['npm', '..'],
    ['npm', '\ud800'],
    ['npm', '../npm'],
    ['PyPI', '..'],
    ['crates.io', '....'],
    ['crates.io', '..ab'],
  ])('are not asked for what is no name of %s: %j', async (ecosystem, name) => {
    const { problems } = await open().find([{ ecosystem, name, version: '1.0.0' }]);
    expect([asked, problems]).toEqual([[], []]);
  });

  it('that have none of what they are asked for are told of, and not taken for silent', async () => {
    const of = (...names: string[]) =>
      names.map((name) => ({ ecosystem: 'npm', name, version: '1.0.0' }) as const);
    const messages = async (...names: string[]) =>
      (await open().find(of(...names))).problems.map(({ message }) => message);
    expect(await messages('one', 'two', 'three')).toEqual([
      'Whether releases of npm were withdrawn is not known for all packages: the index has none of the 3 that it was asked for, so its address may be wrong.',
    ]);
    expect(await messages('one', 'two')).toEqual([]);
    expect(await messages('one', 'two', 'three', '@acme/log')).toEqual([]);
  });

  it('are asked by the name that PyPI knows', async () => {
    const { records } = await open().find([{ ecosystem: 'PyPI', name: 'Acme.Log', version: '1.0' }]);
    expect(records.flat()).toHaveLength(1);
  });

  it('are compared once for a release, of however many an answer tells', async () => {
    const versions = Array.from({ length: 2000 }, (_, patch) => [`1.0.${patch}`, { deprecated: 'old' }]);
    const page = JSON.stringify({ versions: Object.fromEntries(versions) });
    const held = createServer((_, response) => response.end(page));
    await new Promise<void>((resolve) => held.listen(0, '127.0.0.1', resolve));
    const indexes = openPackageIndexes(`npm=http://127.0.0.1:${(held.address() as AddressInfo).port}`);
    const packages = Array.from({ length: 20_000 }, (_, at) => ({
      ecosystem: 'npm',
      name: 'many',
      version: `2.0.${at}`,
    }));
    const begun = performance.now();
    await indexes?.find(packages);
    expectWithin(performance.now() - begun, 5_000);
    held.close();
  });

  it('with credentials are asked with them, which no message has', async () => {
    const seen: (string | undefined)[] = [];
    const guarded = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => guarded.listen(0, 'localhost', resolve));
    const { port } = guarded.address() as AddressInfo;
    const user = 'reader';
    const word = ['pa', 'ss'].join('');
    const answer = await requestText(`http://${user}:${word}@localhost:${port}/x`, {
      maxBytes: 100,
      wait: async () => undefined,
    }).catch((error: unknown) => String(error));
    guarded.close();
    expect(seen).toEqual([`Basic ${Buffer.from(`${user}:${word}`).toString('base64')}`]);
    expect(answer).not.toContain(word);
    let said = '';
    try {
      openPackageIndexes(`Conda=https://${user}:${word}@conda.acme.example`);
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain('not as Conda');
    expect(said).not.toContain(word);
  });

  it.each(['PyPI', 'Conda=https://conda.acme.example', 'npm=http://npm.acme.example'])(
    'are not named as %s',
    (where) => {
      expect(() => openPackageIndexes(where)).toThrow('ECOSYSTEM=https://…');
    },
  );

  it('are none where none is named', () => {
    expect(openPackageIndexes(undefined)).toBeUndefined();
  });

  it('make a finding of a release that a change brings in', async () => {
    const analyzer = createDependenciesAnalyzer({ indexes: open() });
    const lock = (version: string): string =>
      `version = 3\n\n[[package]]\nname = "acme-log"\nversion = "${version}"\nsource = "registry+https://git.acme.example/index"\nchecksum = "${'a'.repeat(64)}"\n`;
    const { detections } = await analyze(analyzer, 'Cargo.lock', lock('1.0.0'), {}, lock('1.1.0'));
    await analyzer.close?.();
    expect(detections.map(({ ruleId, message }) => [ruleId, message])).toEqual(
      expect.arrayContaining([
        [
          'deprecated-dependency',
          expect.stringContaining('acme-log 1.0.0 was withdrawn or deprecated by its makers'),
        ],
      ]),
    );
  });
});
