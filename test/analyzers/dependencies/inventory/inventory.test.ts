import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type AnySchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import { collectPackages, type Inventory } from '../../../../src/analyzers/dependencies/inventory/collect.js';
import { hashesOf } from '../../../../src/analyzers/dependencies/inventory/hashes.js';
import { purlOf } from '../../../../src/analyzers/dependencies/inventory/purl.js';
import { renderInventory } from '../../../../src/analyzers/dependencies/inventory/render.js';
import type { Package } from '../../../../src/analyzers/dependencies/package.js';

const sha512 = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
const files: Readonly<Record<string, string>> = {
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { colour: '1', paint: '1' }, devDependencies: { tint: '1' } },
      'node_modules/colour': {
        version: '1.4.0',
        integrity: sha512,
        license: 'MIT',
        resolved: 'https://user:pass@npm.acme.example/c.tgz',
      },
      'node_modules/paint': { version: '1.0.0', resolved: 'git+ssh://git@git.example/paint.git#0123456' },
      'node_modules/tint': {
        version: '3.1.0',
        dev: true,
        license: 'MIT OR Apache-2.0',
        dependencies: { colour: '1' },
      },
      'node_modules/tint/node_modules/colour': { version: '1.4.0', dev: true },
      'packages/site': { name: 'site', version: '0.0.0' },
    },
  }),
  'requirements.txt': 'Shade_Kit==2.0.0\nwax>=1\n',
  'web/pnpm-lock.yaml': "lockfileVersion: '99'\n",
  Dockerfile: 'FROM node:22\n',
  'README.md': '',
};

const collect = (): Promise<Inventory> =>
  collectPackages({
    files: async () => Object.keys(files).map((path) => ({ path, status: 'added' })),
    list: async () => Object.keys(files),
    read: async (path) => ({ kind: 'text', text: files[path] ?? '', damaged: false }),
  });

const maker = { version: '0.0.1', now: new Date('2026-01-02T03:04:05.678Z') };

describe('the inventory', () => {
  it('holds all packages of all files, and what could not be read', async () => {
    const { items, problems, files: count } = await collect();
    expect(count).toBe(4);
    expect(items.map(({ file, name, version }) => `${file} ${name} ${version}`)).toEqual([
      'package-lock.json colour 1.4.0',
      'package-lock.json paint 1.0.0',
      'package-lock.json tint 3.1.0',
      'package-lock.json colour 1.4.0',
      'package-lock.json site 0.0.0',
      'requirements.txt shade-kit 2.0.0',
      'requirements.txt wax ',
      'Dockerfile node 22',
    ]);
    expect(problems).toEqual([expect.objectContaining({ kind: 'incomplete', path: 'web/pnpm-lock.yaml' })]);
  });

  it('as JSON has a row for each place, without secrets in addresses', async () => {
    const rows = JSON.parse(renderInventory('json', (await collect()).items, maker)) as Record<
      string,
      unknown
    >[];
    expect(rows[0]).toMatchObject({
      ecosystem: 'npm',
      name: 'colour',
      version: '1.4.0',
      line: 1,
      groups: [],
      purl: 'pkg:npm/colour@1.4.0',
      resolved: 'https://npm.acme.example/c.tgz',
      way: ['colour'],
    });
    expect(JSON.stringify(rows)).not.toContain('pass@');
  });

  it('as CycloneDX is what its schema asks for', async () => {
    const folder = new URL(
      '../../../../node_modules/@cyclonedx/cyclonedx-library/res/schema/',
      import.meta.url,
    );
    const schemaOf = (name: string): AnySchemaObject =>
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as AnySchemaObject;
    const ajv = new Ajv({ strict: false, allErrors: true });
    (addFormats as unknown as (ajv: Ajv) => void)(ajv);
    ajv.addFormat('iri-reference', true);
    ajv.addFormat('idn-email', true);
    ajv.addSchema(
      schemaOf('spdx.SNAPSHOT.schema.json'),
      'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json',
    );
    ajv.addSchema(
      schemaOf('jsf-0.82.SNAPSHOT.schema.json'),
      'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json',
    );
    const validate = ajv.compile(schemaOf('bom-1.6.SNAPSHOT.schema.json'));
    const text = renderInventory('cyclonedx', (await collect()).items, maker);
    void validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    const { components } = JSON.parse(text) as { components: Record<string, unknown>[] };
    expect(components.map(({ name, scope }) => [name, scope])).toEqual([
      ['colour', undefined],
      ['paint', undefined],
      ['tint', 'excluded'],
      ['shade-kit', undefined],
      ['wax', undefined],
      ['node', undefined],
    ]);
    expect(components[0]?.hashes).toEqual([{ alg: 'SHA-512', content: '07'.repeat(64) }]);
    expect(validate({ bomFormat: 'CycloneDX' })).toBe(false);
  });

  it('as SPDX has the fields that the specification asks for', async () => {
    const text = renderInventory('spdx', (await collect()).items, maker);
    const document = JSON.parse(text) as Record<string, unknown> & { packages: Record<string, unknown>[] };
    expect(document).toMatchObject({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      creationInfo: { created: '2026-01-02T03:04:05Z', creators: ['Tool: scrutineer-0.0.1'] },
    });
    expect(document.documentNamespace).toMatch(/^https:\/\/[^#]+$/);
    for (const one of document.packages) {
      expect(one.SPDXID).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
      expect(one.downloadLocation).toMatch(/^(?:NOASSERTION|https:\/\/\S+|git\+ssh:\/\/\S+)$/);
      expect(one.filesAnalyzed).toBe(false);
    }
    expect(document.packages[1]).toMatchObject({
      name: 'paint',
      versionInfo: '1.0.0',
      downloadLocation: 'git+ssh://git.example/paint.git#0123456',
    });
    expect(document.packages[0]).toMatchObject({
      checksums: [{ algorithm: 'SHA512', checksumValue: '07'.repeat(64) }],
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:npm/colour@1.4.0',
        },
      ],
    });
  });
});

describe('a package URL', () => {
  const base = { path: '', line: 1, column: 1, endColumn: 1, kind: 'registry', groups: [] } as const;
  it.each<[Pick<Package, 'ecosystem' | 'name' | 'version'> & Partial<Package>, string | undefined]>([
    [{ ecosystem: 'npm', name: '@acme/colour', version: '1.0.0' }, 'pkg:npm/%40acme/colour@1.0.0'],
    [{ ecosystem: 'PyPI', name: 'shade-kit', version: '2.0' }, 'pkg:pypi/shade-kit@2.0'],
    [{ ecosystem: 'Go', name: 'acme.example/a/b', version: '1.0.0' }, 'pkg:golang/acme.example/a/b@1.0.0'],
    [{ ecosystem: 'Maven', name: 'org.acme:colour', version: '1' }, 'pkg:maven/org.acme/colour@1'],
    [{ ecosystem: 'Packagist', name: 'acme/colour', version: '1' }, 'pkg:composer/acme/colour@1'],
    [{ ecosystem: 'GitHub Actions', name: 'acme/tools', version: 'v1' }, 'pkg:github/acme/tools@v1'],
    [{ ecosystem: 'npm', name: 'site', version: '1', kind: 'link' }, undefined],
    [{ ecosystem: 'Abacus', name: 'site', version: '1' }, undefined],
  ])('of %j is %s', (found, expected) => {
    expect(purlOf({ ...base, ...found })).toBe(expected);
  });
});

it('takes hashes only where they are of one file', () => {
  const hash = 'ab'.repeat(32);
  expect(hashesOf(`sha256:${hash}`)).toEqual([{ algorithm: 'SHA-256', content: hash }]);
  expect(hashesOf(`sha256:${hash} sha256:${'cd'.repeat(32)}`)).toEqual([]);
  expect(hashesOf('h1:abc= 10c0/aaaa sha512-short')).toEqual([]);
});
