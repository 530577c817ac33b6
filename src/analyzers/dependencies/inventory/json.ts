import { withoutSecrets } from '../address.js';
import type { Item } from './collect.js';

/** An array of packages, one for each place. */
export function renderJson(items: readonly Item[]): string {
  const rows = items.map((item) => ({
    ecosystem: item.ecosystem,
    name: item.name,
    version: item.version,
    range: item.range,
    file: item.file,
    line: item.line,
    source: item.kind,
    resolved: item.resolved && withoutSecrets(item.resolved),
    integrity: item.integrity,
    groups: item.groups,
    alias: item.alias,
    hasInstallScript: item.hasInstallScript,
    isRecordOnly: item.isRecordOnly,
    deprecated: item.deprecated,
    license: item.license,
    way: item.way,
    purl: item.purl,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}
