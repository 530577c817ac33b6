import { createHash } from 'node:crypto';
import { withoutSecrets } from '../address.js';
import type { Item } from './collect.js';
import { type Component, componentsOf } from './components.js';
import { hashesOf } from './hashes.js';
import type { Maker } from './render.js';

/** A bill of materials of CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/ */
export function renderCycloneDx(items: readonly Item[], { version, now }: Maker): string {
  const components = componentsOf(items).map(toComponent);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(components))}`,
    version: 1,
    metadata: {
      timestamp: now.toISOString(),
      tools: { components: [{ type: 'application', name: 'scrutineer', version }] },
    },
    components,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toComponent({ item, places }: Component, index: number): object {
  const hashes = hashesOf(item.integrity).map(({ algorithm, content }) => ({ alg: algorithm, content }));
  const isOptional = places.every(({ groups }) => groups.includes('optional') && !groups.includes('dev'));
  const isForDevelopment = places.every(
    ({ groups }) => groups.includes('dev') && !groups.includes('optional'),
  );
  return {
    type: item.ecosystem === 'Docker' ? 'container' : 'library',
    'bom-ref': `${index + 1} ${item.purl ?? `${item.name}@${item.version}`}`,
    name: item.name,
    ...(item.version !== '' && { version: item.version }),
    ...((isOptional || isForDevelopment) && { scope: isOptional ? 'optional' : 'excluded' }),
    ...(hashes.length > 0 && { hashes }),
    ...(item.license !== undefined && { licenses: [licenseOf(item.license)] }),
    ...(item.purl !== undefined && { purl: item.purl }),
    ...(item.resolved !== undefined && {
      externalReferences: [
        { type: item.kind === 'git' ? 'vcs' : 'distribution', url: withoutSecrets(item.resolved) },
      ],
    }),
    evidence: { occurrences: places.map(({ file, line }) => ({ location: file, line })) },
    properties: [
      { name: 'scrutineer:ecosystem', value: item.ecosystem },
      { name: 'scrutineer:source', value: item.kind },
      ...(item.range === undefined ? [] : [{ name: 'scrutineer:range', value: item.range }]),
    ],
  };
}

/** What is no identifier of SPDX is given as a name. */
function licenseOf(license: string): object {
  if (/\s/.test(license) || license.startsWith('(')) return { expression: license };
  return { license: { name: license } };
}

/** The same for the same content, in the form of a random one (version 4). */
function uuidOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ];
  return parts.join('-');
}
