import type { CompareVersions } from '../versions/index.js';
import { versionOrders } from '../versions/index.js';
import { compareSemver } from '../versions/semver.js';
import type { Advisory, Affected, AffectedRange } from './advisory.js';

export interface PackageVersion {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

/** Whether an advisory speaks of this version of this package. A withdrawn advisory speaks of none. */
export function isAffected(advisory: Pick<Advisory, 'affected' | 'withdrawn'>, of: PackageVersion): boolean {
  if (advisory.withdrawn !== undefined) return false;
  return entriesFor(advisory, of).some(
    (entry) =>
      (entry.versions ?? []).includes(of.version) ||
      (entry.ranges ?? []).some((range) => isWithin(range, of.version, orderOf(of.ecosystem, range))),
  );
}

/** The first fixed version after an affected one; undefined where the advisory names none. */
export function firstFixed(advisory: Pick<Advisory, 'affected'>, of: PackageVersion): string | undefined {
  let first: string | undefined;
  for (const range of entriesFor(advisory, of).flatMap((entry) => entry.ranges ?? [])) {
    const compare = orderOf(of.ecosystem, range);
    if (!compare) continue;
    for (const { fixed } of range.events) {
      if (!fixed || (compare(fixed, of.version) ?? -1) <= 0) continue;
      if (first === undefined || (compare(fixed, first) ?? 0) < 0) first = fixed;
    }
  }
  return first;
}

/** Records that do not come through the schema can lack lists that it fills in. */
type LenientAffected = Partial<Pick<Affected, 'versions' | 'ranges'>>;

function entriesFor(advisory: Pick<Advisory, 'affected'>, of: PackageVersion): readonly LenientAffected[] {
  return advisory.affected.filter(
    (entry) => entry.package?.name === of.name && entry.package.ecosystem === of.ecosystem,
  );
}

/** A range of type SEMVER is ordered so in any ecosystem; a GIT range holds commits and orders nothing. */
function orderOf(ecosystem: string, range: AffectedRange): CompareVersions | undefined {
  if (range.type === 'GIT') return undefined;
  return versionOrders[ecosystem] ?? (range.type === 'SEMVER' ? compareSemver : undefined);
}

interface Bound {
  readonly version: string;
  /** What holds from this version on, or after it. */
  readonly affected: boolean;
  readonly after: boolean;
}

/** Goes through a range's events in the order of their versions; the last one at or before the version decides. */
function isWithin(range: AffectedRange, version: string, compare: CompareVersions | undefined): boolean {
  if (!compare) return false;
  const order = (a: string, b: string): number =>
    isOrigin(a) ? (isOrigin(b) ? 0 : -1) : isOrigin(b) ? 1 : (compare(a, b) ?? 0);
  const bounds = range.events
    .flatMap(toBounds)
    .sort(
      (a, b) =>
        order(a.version, b.version) ||
        Number(a.after) - Number(b.after) ||
        Number(a.affected) - Number(b.affected),
    );
  let affected = false;
  for (const bound of bounds) {
    const distance = isOrigin(bound.version) ? 1 : compare(version, bound.version);
    if (distance === undefined) return false;
    if (bound.after ? distance > 0 : distance >= 0) affected = bound.affected;
  }
  return affected;
}

/** An empty `fixed`, which real records have, says nothing. */
function toBounds(event: AffectedRange['events'][number]): Bound[] {
  const bounds: Bound[] = [];
  if (event.introduced) bounds.push({ version: event.introduced, affected: true, after: false });
  if (event.fixed) bounds.push({ version: event.fixed, affected: false, after: false });
  if (event.last_affected) bounds.push({ version: event.last_affected, affected: false, after: true });
  return bounds;
}

/** Both spellings stand for "from the first version on", pre-releases of 0.0.0 included. */
function isOrigin(version: string): boolean {
  return version === '0' || version === '0.0.0' || version === '0.0.0-0';
}
