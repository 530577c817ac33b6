import { describe, expect, it } from '@jest/globals';
import { createFindModule } from '../../../src/analyzers/code/modules/find-module.js';

function find(specifier: string, from: string, files: Readonly<Record<string, string | object>>) {
  const text = (path: string): string | undefined => {
    const file = files[path];
    return typeof file === 'object' ? JSON.stringify(file) : file;
  };
  const findModule = createFindModule({
    read: text,
    has: (path) => path in files,
    list: () => Object.keys(files),
  });
  return findModule(specifier, from);
}

const from = 'src/app.ts';

describe('an alias of tsconfig.json', () => {
  it.each([
    ['a pattern', { paths: { '@app/*': ['./src/*'] } }, '@app/db', 'src/db.ts'],
    ['a name', { paths: { db: ['src/db'] } }, 'db', 'src/db.ts'],
    ['the longest pattern', { paths: { '*': ['./no/*'], 'x/*': ['./src/*'] } }, 'x/db', 'src/db.ts'],
    ['the first target that is there', { paths: { '~/*': ['./gen/*', './src/*'] } }, '~/db', 'src/db.ts'],
    ['a pattern below the base', { baseUrl: './src', paths: { '@/*': ['./*'] } }, '@/db.js', 'src/db.ts'],
    ['a path below the base', { baseUrl: 'src' }, 'db', 'src/db.ts'],
    ['a folder', { paths: { '@app/*': ['./src/*'] } }, '@app/routes', 'src/routes/index.ts'],
    ['what is not there', { paths: { '@app/*': ['./src/*'] } }, '@app/none', undefined],
    ['type declarations', { paths: { express: ['./types/express'] } }, 'express', undefined],
    ['a built-in module', { baseUrl: 'src' }, 'path', undefined],
    ['a place outside the repository', { paths: { '@up/*': ['../../*'] } }, '@up/db', undefined],
  ])('is %s', (_name, compilerOptions, specifier, expected) => {
    const files = {
      'tsconfig.json': { compilerOptions },
      'src/db.ts': '',
      'src/path.ts': '',
      'src/routes/index.ts': '',
      'types/express.d.ts': '',
    };
    expect(find(specifier, from, files)).toBe(expected);
  });

  it('is read with comments and trailing commas', () => {
    const text = `{ // of the app
      "compilerOptions": { /* none */ "paths": { "@app/*": ["./src/*",], }, },
    }`;
    expect(find('@app/db', from, { 'jsconfig.json': text, 'src/db.ts': '' })).toBe('src/db.ts');
  });

  it('stands in the nearest configuration, not in one further up', () => {
    const files = {
      'tsconfig.json': { compilerOptions: { paths: { '@app/*': ['./src/*'] } } },
      'web/tsconfig.json': {},
      'src/db.ts': '',
    };
    expect(find('@app/db', 'web/src/app.ts', files)).toBeUndefined();
    expect(find('@app/db', 'api/src/app.ts', files)).toBe('src/db.ts');
  });

  it('is taken from what a configuration extends, relative to that', () => {
    const files = {
      'apps/web/tsconfig.json': { extends: ['../none.json', '../../base'] },
      'base.json': { compilerOptions: { paths: { '@lib/*': ['./lib/*'] } } },
      'lib/db.ts': '',
    };
    expect(find('@lib/db', 'apps/web/src/app.ts', files)).toBe('lib/db.ts');
  });

  it('is taken from a configuration in a package of the repository', () => {
    const files = {
      'apps/web/tsconfig.json': { extends: '@shop/config/app.json' },
      'packages/config/package.json': { name: '@shop/config' },
      'packages/config/app.json': { compilerOptions: { paths: { '~/*': ['${configDir}/../../lib/*'] } } },
      'lib/db.ts': '',
    };
    expect(find('~/db', 'apps/web/src/app.ts', files)).toBe('lib/db.ts');
  });

  it('is taken from the configurations that one refers to', () => {
    const files = {
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
      'tsconfig.app.json': { compilerOptions: { paths: { '@/*': ['./app/*'] } } },
      'app/db.ts': '',
    };
    expect(find('@/db', 'app/main.ts', files)).toBe('app/db.ts');
  });

  it('ends where configurations extend one another', () => {
    const files = { 'tsconfig.json': { extends: './b' }, 'b.json': { extends: './tsconfig' }, 'db.ts': '' };
    expect(find('@/none', from, files)).toBeUndefined();
  });
});

it('is not looked for in a configuration that is nested without end', () => {
  const deep = `{ "compilerOptions": ${'['.repeat(90_000)}`;
  expect(find('@app/db', from, { 'tsconfig.json': deep, 'src/db.ts': '' })).toBeUndefined();
});

describe('a package of the same repository', () => {
  it.each([
    ['the source of what is built', { main: './dist/index.js' }, '@shop/media', 'src/index.ts'],
    ['the source of its types', { types: 'dist/types/index.d.ts' }, '@shop/media', 'src/index.ts'],
    ['what conditions name', { exports: { import: './lib/main.mjs' } }, '@shop/media', 'src/main.ts'],
    ['what the dot names', { exports: { '.': { default: './main.ts' } } }, '@shop/media', 'main.ts'],
    ['a part', { exports: { './crop': './dist/crop.js' } }, '@shop/media/crop', 'src/crop.ts'],
    ['a part by pattern', { exports: { './*': './dist/*.js' } }, '@shop/media/crop', 'src/crop.ts'],
    ['a part by path', {}, '@shop/media/src/crop', 'src/crop.ts'],
    ['its index', {}, '@shop/media', 'src/index.ts'],
    ['another package', {}, '@shop/medium', undefined],
  ])('is known by %s', (_name, manifest, specifier, expected) => {
    const path = find(specifier, 'apps/api/src/app.ts', {
      'package.json': { name: 'shop', workspaces: ['packages/*', 'apps/*'] },
      'apps/api/package.json': { name: '@shop/api' },
      'packages/media/package.json': { name: '@shop/media', ...manifest },
      'packages/media/main.ts': '',
      'packages/media/src/main.ts': '',
      'packages/media/src/index.ts': '',
      'packages/media/src/crop.ts': '',
    });
    expect(path).toBe(expected && `packages/media/${expected}`);
  });

  it('is found among many, by its folder', () => {
    const many = Array.from({ length: 60 }, (_, index) => `packages/p${index}`);
    const files = Object.fromEntries<string | object>(
      [...many, 'packages/media'].flatMap((folder) => [
        [`${folder}/package.json`, { name: folder.replace('packages/', '@shop/') }],
        [`${folder}/index.js`, ''],
      ]),
    );
    expect(find('@shop/media', from, files)).toBe('packages/media/index.js');
  });

  it('is none that is installed', () => {
    const files = { 'node_modules/x/package.json': { name: 'x' }, 'node_modules/x/index.js': '' };
    expect(find('x', from, files)).toBeUndefined();
  });
});

describe('a name of its own', () => {
  it.each([
    ['#db', 'lib/db.js'],
    ['#util/text', 'lib/util/text.js'],
    ['#none', undefined],
  ])('%s is what package.json says under imports', (specifier, expected) => {
    const files = {
      'package.json': { imports: { '#db': { node: './lib/db.js' }, '#util/*': './lib/util/*.js' } },
      'lib/db.js': '',
      'lib/util/text.js': '',
    };
    expect(find(specifier, 'lib/app.js', files)).toBe(expected);
  });

  it.each(['@/db', '~/db'])('%s is by custom in src of the package', (specifier) => {
    const files = { 'web/package.json': {}, 'web/src/db.ts': '' };
    expect(find(specifier, 'web/src/pages/app.ts', files)).toBe('web/src/db.ts');
  });
});
