import { describe, expect, it } from '@jest/globals';
import { LockfileError } from '../../../../src/analyzers/dependencies/package.js';
import { readAt } from './support.js';
import { expectWithin } from '../../../support/time-limit.js';

/** In milliseconds of processor time, which other tests do not add to. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A lockfile that cannot be understood may say so; it may not take the analyzer down. */
async function readOrRefuse(path: string, text: string): Promise<unknown> {
  try {
    return await readAt(path, text);
  } catch (error) {
    expect(error).toBeInstanceOf(LockfileError);
    return undefined;
  }
}

const many = 200_000;
const paths = [
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'poetry.lock',
  'uv.lock',
  'Pipfile.lock',
  'Cargo.lock',
  'Gemfile.lock',
  'composer.lock',
  'go.mod',
  'go.sum',
  'pom.xml',
  'gradle.lockfile',
  'packages.config',
  'packages.lock.json',
  'requirements.txt',
  '.github/workflows/ci.yml',
  'Dockerfile',
  'package.json',
  'pyproject.toml',
  'Gemfile',
  'build.gradle',
];

describe('hostile text', () => {
  it.each(paths)('does no harm as %s', async (path) => {
    const texts = [
      '{"packages":'.repeat(many),
      '['.repeat(many),
      'a = '.padEnd(many, '['),
      '<a>'.repeat(20_000),
      `a: ${'{a: '.repeat(20_000)}`,
      `a${' '.repeat(many)}b`,
      `${'x'.repeat(many)}: `,
      `lockfileVersion: '9.0'\npackages:\n${'  '.repeat(5000)}a: b\n`,
      `gem 'a', ${"'1',".repeat(20_000)}`,
      `a==1${' \\\n'.repeat(20_000)}`,
      `implementation(${'"a:'.repeat(20_000)}`,
      '\n'.repeat(many),
      '- '.repeat(many),
      '? '.repeat(many),
    ];
    // The parser of YAML takes 1 to 2 s for the worst of them; what does harm takes minutes.
    for (const text of texts) expectWithin(await timeOf(() => readOrRefuse(path, text)), 10_000);
  });

  it('names packages like members of all objects, and they are packages', async () => {
    const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const entries = odd.map(
      (name) => `"node_modules/${name}": { "version": "1.0.0", "dependencies": { "__proto__": "1" } }`,
    );
    const lock = await readAt(
      'package-lock.json',
      `{ "lockfileVersion": 3, "packages": { "": {}, "__proto__": {}, ${entries.join(',')} } }`,
    );
    expect(lock.packages.map(({ name }) => name)).toEqual(['__proto__', ...odd]);
    const pnpm = `lockfileVersion: '9.0'\npackages:\n${odd.map((name) => `  ${name}@1.0.0:\n    resolution: {integrity: a}\n`).join('')}`;
    expect((await readAt('pnpm-lock.yaml', pnpm)).packages.map(({ name }) => name)).toEqual(odd);
    const bun = `{"lockfileVersion":1,"packages":{${odd.map((name) => `"${name}":["${name}@1.0.0","",{"dependencies":{"__proto__":"1"}},""]`).join()}}}`;
    expect((await readAt('bun.lock', bun)).packages.map(({ name }) => name)).toEqual(odd);
    const cargo = odd.map((name) => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n`).join('');
    expect((await readAt('Cargo.lock', cargo)).packages.map(({ name }) => name)).toEqual(odd);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('holds circles, and the ways through them end', async () => {
    const circle = (from: string, to: string): string =>
      `"${from}":["${from}@1.0.0","",{"dependencies":{"${to}":"1"}},""]`;
    const text = `{"lockfileVersion":1,"workspaces":{"":{"dependencies":{"a":"1"}}},"packages":{${circle('a', 'b')},${circle('b', 'c')},${circle('c', 'a')}}}`;
    expect((await readAt('bun.lock', text)).wayTo('c')).toEqual(['a', 'b', 'c']);
  });

  it('holds a chain of 20,000 packages, and the way along it is found', async () => {
    const packages = Array.from({ length: 20_000 }, (_, index) => [
      `node_modules/p${index}`,
      { version: '1.0.0', dependencies: { [`p${index + 1}`]: '1' } },
    ]);
    const lock = {
      lockfileVersion: 3,
      packages: { '': { dependencies: { p0: '1' } }, ...(Object.fromEntries(packages) as object) },
    };
    expect(
      (await readAt('package-lock.json', JSON.stringify(lock))).wayTo('node_modules/p19999'),
    ).toHaveLength(20_000);
  });

  it('defines aliases of aliases, which are not followed', async () => {
    const lines = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`),
    ];
    expectWithin(
      await timeOf(() => readOrRefuse('.github/workflows/ci.yml', `${lines.join('\n')}\njobs: *a40\n`)),
      1000,
    );
    expectWithin(
      await timeOf(() => readOrRefuse('pnpm-lock.yaml', `lockfileVersion: '9.0'\n${lines.join('\n')}\n`)),
      1000,
    );
    const entities = `<!DOCTYPE a [<!ENTITY e0 "x">${Array.from({ length: 40 }, (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`).join('')}]><project><dependencies>&e40;</dependencies></project>`;
    expectWithin(await timeOf(() => readOrRefuse('pom.xml', entities)), 1000);
  });
});
