import type { Lockfile, Package } from './package.js';

/** `a`, `a and b`, `a, b and c`. */
export function andList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** A summary as part of a sentence: on one line, without its full stop, in quotes since it is somebody else's text. */
export function clip(summary: string): string {
  const line = summary
    .replace(/[\s"“”]+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`;
}

export function wayOf(place: Package, lockfile: Lockfile): readonly string[] | undefined {
  return lockfile.wayTo(place.path);
}

const namedOnWay = 4;

/** By what way a package gets into the project. */
export function origin(places: readonly Package[], lockfile: Lockfile): string {
  const ways = places.map((place) => wayOf(place, lockfile)).filter((way) => way !== undefined);
  if (ways.length === 0) return 'the file does not say what asks for it';
  const shortest = ways
    .filter((way) => way.length > 0)
    .reduce<readonly string[] | undefined>(
      (best, way) => (best === undefined || way.length < best.length ? way : best),
      undefined,
    );
  if (!shortest) return 'nothing in the lockfile asks for it';
  if (shortest.length === 1) return 'a direct dependency';
  const above = shortest.slice(0, -1);
  const shown = above.length > namedOnWay ? [...above.slice(0, 2), '…', ...above.slice(-1)] : above;
  return `pulled in by ${shown.join(' > ')}`;
}
