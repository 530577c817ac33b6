import { createHash } from 'node:crypto';
import { withoutSecrets } from '../address.js';
import type { Item } from './collect.js';
import { type Component, componentsOf } from './components.js';
import { hashesOf } from './hashes.js';
import type { Maker } from './render.js';

/** A bill of materials of SPDX 2.3: https://spdx.github.io/spdx-spec/v2.3/ */
export function renderSpdx(items: readonly Item[], { version, now }: Maker): string {
  const packages = componentsOf(items).map(toPackage);
  const digest = createHash('sha256').update(JSON.stringify(packages)).digest('hex');
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'packages',
    // A name only, as the specification asks for: nothing is found there.
    documentNamespace: `https://scrutineer.example/spdx/${digest}`,
    creationInfo: {
      created: now.toISOString().replace(/\.\d+Z$/, 'Z'),
      creators: [`Tool: scrutineer-${version}`],
    },
    packages,
    relationships: packages.map(({ SPDXID }) => ({
      spdxElementId: 'SPDXRef-DOCUMENT',
      relationshipType: 'DESCRIBES',
      relatedSpdxElement: SPDXID,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toPackage({ item, places }: Component, index: number): Readonly<Record<string, unknown>> {
  const checksums = hashesOf(item.integrity).map(({ algorithm, content }) => ({
    algorithm: algorithm.replace('-', ''),
    checksumValue: content,
  }));
  return {
    SPDXID: `SPDXRef-Package-${index + 1}`,
    name: item.name,
    ...(item.version !== '' && { versionInfo: item.version }),
    downloadLocation: downloadOf(item),
    filesAnalyzed: false,
    ...(checksums.length > 0 && { checksums }),
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    sourceInfo: places.map(({ file, line }) => `${file}:${line}`).join(', '),
    ...(item.license !== undefined && { licenseComments: `The package calls its licence ${item.license}.` }),
    ...(item.purl !== undefined && {
      externalRefs: [
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: item.purl },
      ],
    }),
  };
}

function downloadOf({ resolved, kind }: Item): string {
  if (resolved === undefined || !/^(?:git\+)?(?:https?|ssh|git):\/\//.test(resolved)) return 'NOASSERTION';
  const address = withoutSecrets(resolved);
  if (kind !== 'git' || address.startsWith('git')) return address;
  return `git+${address}`;
}
