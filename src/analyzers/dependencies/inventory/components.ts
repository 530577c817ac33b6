import type { Item } from './collect.js';

/** A package in a bill of materials: one for each version of it, wherever it stands. */
export interface Component {
  readonly item: Item;
  readonly places: readonly Item[];
}

/** Folds the places of a package version into one component. Links and folders of the project are no packages of others. */
export function componentsOf(items: readonly Item[]): Component[] {
  const components = new Map<string, { item: Item; places: Item[] }>();
  for (const item of items) {
    if (item.kind === 'link' || item.kind === 'workspace' || item.name === '') continue;
    const key = item.purl ?? `${item.ecosystem}\0${item.name}\0${item.version}\0${item.resolved ?? ''}`;
    const component = components.get(key);
    if (component) component.places.push(item);
    else components.set(key, { item, places: [item] });
  }
  return [...components.values()];
}
