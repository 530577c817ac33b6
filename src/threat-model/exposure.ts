import { matchesAny } from '../config/glob.js';
import { labelOf, type Asset, type Component, type ThreatModel } from './threat-model.js';

/** The components whose code a file is. */
export function componentsOf(model: ThreatModel, path: string): readonly Component[] {
  return model.components.filter(({ paths }) => matchesAny(paths, path));
}

/** The rated assets of a component, those of its data flows too, the most valuable first. */
export function assetsOf(model: ThreatModel, component: Component): readonly Asset[] {
  const ids = new Set([
    ...component.assets,
    ...model.flows
      .filter(({ source, destination }) => source === component.id || destination === component.id)
      .flatMap(({ assets }) => assets),
  ]);
  return model.assets
    .filter(({ id }) => ids.has(id))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || a.line - b.line);
}

/** `Customer payments (100)`; an asset that nobody has rated stands without a number. */
export function assetLabel(asset: Asset): string {
  return `\`${labelOf(asset)}\`${asset.value === undefined ? '' : ` (${asset.value})`}`;
}

/** Below this rating of its trust zone, whoever is there may be an attacker. */
const untrustedBelow = 50;

/** Whether something that is not trusted reaches a component: it is in such a zone itself, or data flows to it from there. */
export function isExposed(model: ThreatModel, component: Component): boolean {
  const byId = new Map(model.components.map((one) => [one.id, one]));
  const trust = new Map(model.zones.map((zone) => [zone.id, zone.trust]));
  const isUntrusted = (one: Component | undefined): boolean => {
    const rating = trust.get(one?.zone ?? '');
    return rating === undefined ? one?.isExternal === true : rating < untrustedBelow;
  };
  return (
    isUntrusted(component) ||
    model.flows.some(({ source, destination, isBidirectional, isPublic }) => {
      if (destination === component.id) return isPublic || isUntrusted(byId.get(source ?? ''));
      return source === component.id && isBidirectional && isUntrusted(byId.get(destination ?? ''));
    })
  );
}
