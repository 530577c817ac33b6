import { describe, expect, it } from '@jest/globals';
import { createFindProject, isBelow } from '../../../src/analyzers/code/project.js';
import { exportedSpecifiers } from '../../../src/analyzers/code/reexports.js';
import { expectWithin } from '../../support/time-limit.js';

const find = (files: Readonly<Record<string, string>>) => createFindProject((path) => files[path]);

describe('the project of a file', () => {
  it('is the nearest package.json above it', () => {
    const project = find({
      'package.json': '{ "dependencies": { "lodash": "^3.0.0" } }',
      'packages/a/package.json': '{ "peerDependencies": { "lodash": "^4.17.4" } }',
    });
    expect(project('packages/a/src/index.ts')?.dependency('lodash')).toBe('^4.17.4');
    expect(project('packages/b/index.ts')?.dependency('lodash')).toBe('^3.0.0');
    expect(find({})('src/index.ts')).toBeUndefined();
  });

  it.each([
    ['an assignment that does not end', `${'a'.repeat(60)}=${' '.repeat(50_000)}x`],
    ['blank lines', `${'\n'.repeat(59_000)}x`],
  ])('is told in time where its main file has %s', (_, text) => {
    const project = find({ 'package.json': '{ "name": "a", "main": "index.js" }', 'index.js': text });
    const begun = performance.now();
    expect(project('lib/a.js')?.offers('lib/a.js')).toBe(false);
    expectWithin(performance.now() - begun, 2_000);
  });

  it.each([
    ['the main file', { main: 'lib/tool.js' }, 'lib/tool.js', true],
    ['the main file without its ending', { main: './lib/tool' }, 'lib/tool.js', true],
    ['a folder with an index', { main: 'lib' }, 'lib/index.js', true],
    ['what is built from it', { main: 'dist/index.js' }, 'src/index.ts', true],
    ['what conditions name', { exports: { './x': { require: './cjs/x.cjs' } } }, 'cjs/x.cjs', true],
    ['the index where nothing is named', {}, 'index.js', true],
    ['a file beside it', { main: 'index.js' }, 'helper.js', false],
    ['any file of a package that lists its files and has no entry', { files: ['port.js'] }, 'port.js', true],
    ['no file of a program that is not published', {}, 'port.js', false],
    ['a private package', { private: true, main: 'index.js' }, 'index.js', false],
  ])('offers %s', (_name, contents, path, offered) => {
    const project = find({ 'package.json': JSON.stringify({ name: 'tool', ...contents }) });
    expect(project(path)?.offers(path)).toBe(offered);
  });

  it.each([
    `export * from './inner';`,
    `export { a } from './inner.js';`,
    `import { a } from './inner';\nexport { a };`,
    `import inner from './inner.js';\nexport default inner;`,
    `module.exports = require('./inner');`,
    `exports.inner = require('./inner');`,
    `module.exports = { a: 1, inner: require('./inner') };`,
    `const { a } = require('./inner');\nmodule.exports = { a };`,
    `function s() {}\ns.inner = require('./inner');\nmodule.exports = s;`,
    `var api = exports;\napi.inner = require('./inner');`,
    `var api = module.exports = {};\napi.inner = require('./inner');`,
    `let os;\nswitch (process.platform) {\n  case 'linux':\n    os = require('./inner');\n}\nexports.mac = os.mac;`,
  ])('offers what the entry passes on: %s', (text) => {
    const project = find({ 'package.json': '{ "main": "index.js" }', 'index.js': text });
    expect(project('inner.ts')?.offers('inner.ts')).toBe(true);
  });

  it('offers the source of an entry that a build puts beside package.json', () => {
    const built = { 'package.json': '{ "main": "index.js" }', 'src/index.ts': '' };
    expect(find(built)('src/index.ts')?.offers('src/index.ts')).toBe(true);
    const written = { ...built, 'index.js': '' };
    expect(find(written)('src/index.ts')?.offers('src/index.ts')).toBe(false);
  });

  it('offers not what the entry keeps on an object of its own', () => {
    const text = `const own = {};\nown.inner = require('./inner');\nmodule.exports = () => own.inner(1);`;
    const project = find({ 'package.json': '{ "main": "index.js" }', 'index.js': text });
    expect(project('inner.ts')?.offers('inner.ts')).toBe(false);
  });

  it('offers not what the entry uses', () => {
    const text = `import { a } from './inner';\nexport const b = () => a(1);`;
    const project = find({ 'package.json': '{ "main": "index.js" }', 'index.js': text });
    expect(project('inner.ts')?.offers('inner.ts')).toBe(false);
  });

  it('is one of a product where it is scoped and its workspace is private', () => {
    const files = {
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      'packages/a/package.json': '{ "name": "@shop/a" }',
      'packages/b/package.json': '{ "name": "deep-set" }',
    };
    const of = (given: Readonly<Record<string, string>>, path: string) => find(given)(path)?.isOfProduct();
    expect(of(files, 'packages/a/index.ts')).toBe(true);
    expect(of(files, 'packages/b/index.ts')).toBe(false);
    expect(of({ ...files, 'package.json': '{ "private": true }' }, 'packages/a/index.ts')).toBe(false);
    expect(of({ 'package.json': '{ "name": "@shop/a" }' }, 'index.ts')).toBe(false);
  });

  it('is none where the file is no JSON object', () => {
    expect(find({ 'package.json': '{ "main": ' })('index.js')).toBeUndefined();
    expect(find({ 'package.json': '[]' })('index.js')?.dependency('a')).toBeUndefined();
  });
});

describe('versions', () => {
  it.each([
    ['^3.13.1', '4.0.0', true],
    ['~4.17.20', '4.17.21', true],
    ['4.17.21', '4.17.21', false],
    ['>=10', '4.17.21', false],
    ['latest', '4.0.0', undefined],
    [undefined, '4.0.0', undefined],
  ])('%s begins below %s: %s', (range, version, expected) => {
    expect(isBelow(range, version)).toBe(expected);
  });
});

describe('what a file passes on', () => {
  const long = 59_000;
  it.each([
    ['lines', '\n'.repeat(long)],
    ['blanks of an import', `import${' '.repeat(long)};`],
    ['blanks of imports', `import${' '.repeat(90)}`.repeat(600)],
    ['blanks of a variable', `const${' '.repeat(long)};`],
    ['blanks of variables', `const a${' '.repeat(90)}`.repeat(600)],
    ['blanks before a bracket', `a =${' '.repeat(long)};`],
    ['imports', 'import a '.repeat(6_000)],
  ])('is read off in time where there are thousands of %s', (_, text) => {
    const begun = Date.now();
    expect(exportedSpecifiers(text)).toEqual([]);
    expectWithin(Date.now() - begun, 2_000);
  });
});
