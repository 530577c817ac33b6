import type { Item } from './collect.js';
import { renderCycloneDx } from './cyclonedx.js';
import { renderJson } from './json.js';
import { renderSpdx } from './spdx.js';

export interface Maker {
  /** Of Scrutineer. */
  readonly version: string;
  readonly now: Date;
}

/** Renders an inventory as a plain list or as a bill of materials. */
export function renderInventory(
  format: 'json' | 'cyclonedx' | 'spdx',
  items: readonly Item[],
  maker: Maker,
): string {
  if (format === 'cyclonedx') return renderCycloneDx(items, maker);
  return format === 'spdx' ? renderSpdx(items, maker) : renderJson(items);
}
