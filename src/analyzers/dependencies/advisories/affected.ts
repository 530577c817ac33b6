import type { CompareVersions } from '../versions/index.js';
import { versionOrders } from '../versions/index.js';
import { compareSemver } from '../versions/semver.js';
import type { Advisory, Affected, AffectedRange, PackageVersion } from './advisory.js';
import { packageKey, registryOf } from './names.js';

/** Whether an advisory speaks of this version of this package. A withdrawn advisory speaks of none. */
export function isAffected(advisory: LenientAdvisory, of: PackageVersion): boolean {
  return judge(advisory, of) === 'affected';
}

/** As `isAffected`; `unknown` where the version cannot be compared with those of the advisory. */
export function judge(
  advisory: LenientAdvisory,
  asked: PackageVersion,
): 'affected' | 'unaffected' | 'unknown' {
  const of = latestOf(asked);
  if (advisory.withdrawn !== undefined) return 'unaffected';
  // A commit is no version, though some begin like one.
  let isKnown = !(of.ecosystem === 'GitHub Actions' && /^[0-9a-f]{40}$/.test(of.version));
  if (!isKnown) return entriesFor(advisory, of).length > 0 ? 'unknown' : 'unaffected';
  for (const entry of entriesFor(advisory, of)) {
    if (isListed(entry.versions ?? [], of)) return 'affected';
    for (const range of entry.ranges ?? []) {
      if (range.type === 'GIT') continue;
      const compare = orderOf(of.ecosystem, range);
      const within = compare && isWithin(range, of.version, compare);
      if (within === true) return 'affected';
      // A list of all affected versions needs no order.
      if (within === undefined && (entry.versions ?? []).length === 0) isKnown = false;
    }
  }
  return isKnown ? 'unaffected' : 'unknown';
}

/** The first fixed version after an affected one; undefined where the advisory names none. */
export function firstFixed(advisory: Pick<Advisory, 'affected'>, asked: PackageVersion): string | undefined {
  const of = latestOf(asked);
  let first: string | undefined;
  for (const range of entriesFor(advisory, of).flatMap((entry) => entry.ranges)) {
    const compare = orderOf(of.ecosystem, range);
    if (!compare || range.type === 'GIT') continue;
    for (const { fixed } of range.events) {
      if (!fixed || (compare(fixed, of.version) ?? -1) <= 0) continue;
      if (first === undefined || (compare(fixed, first) ?? 0) < 0) first = fixed;
    }
  }
  return first;
}

/** `v4` of an action is a tag that its makers move to the latest release of that version: what is fixed there is fixed in it. */
function latestOf(of: PackageVersion): PackageVersion {
  if (of.ecosystem !== 'GitHub Actions' || !/^v?\d{1,9}(?:\.\d{1,9})?$/.test(of.version)) return of;
  return { ...of, version: `${of.version}.${'9'.repeat(9)}` };
}

/** Records that do not come through the schema can lack lists that it fills in. */
type LenientAffected = Pick<Affected, 'package'> & Partial<Pick<Affected, 'versions' | 'ranges'>>;
type LenientAdvisory = Pick<Advisory, 'withdrawn'> & { readonly affected: readonly LenientAffected[] };

/** What an advisory says of a package, whatever the spelling of its name. */
export function entriesFor<T extends { readonly package?: Affected['package'] }>(
  advisory: { readonly affected: readonly T[] },
  of: Omit<PackageVersion, 'version'>,
): readonly T[] {
  const key = packageKey(of);
  return advisory.affected.filter(
    (entry) =>
      entry.package !== undefined &&
      registryOf(entry.package.ecosystem) === registryOf(of.ecosystem) &&
      packageKey(entry.package) === key,
  );
}

/** Also in another spelling of the same version, as `1.0` of `1.0.0`. */
function isListed(versions: readonly string[], of: PackageVersion): boolean {
  if (versions.includes(of.version)) return true;
  const compare = versionOrders[registryOf(of.ecosystem)];
  if (!compare) return false;
  const start = /^\D{0,3}\d{1,20}/.exec(of.version)?.[0] ?? '';
  return versions.some((version) => version.startsWith(start) && compare(version, of.version) === 0);
}

/** A range of type SEMVER is ordered so in any ecosystem without an order of its own. */
export function orderOf(ecosystem: string, range: Pick<AffectedRange, 'type'>): CompareVersions | undefined {
  return versionOrders[registryOf(ecosystem)] ?? (range.type === 'SEMVER' ? compareSemver : undefined);
}

interface Bound {
  readonly version: string;
  /** What holds from this version on, or after it. */
  readonly affected: boolean;
  readonly after: boolean;
}

/**
 * Goes through a range's events in the order of their versions; the last one at or before the version decides. Where one
 * stretch ends at the version at which another begins, that one is affected. Undefined where the versions cannot be compared.
 */
function isWithin(range: AffectedRange, version: string, compare: CompareVersions): boolean | undefined {
  const order = (a: string, b: string): number =>
    isOrigin(a) ? (isOrigin(b) ? 0 : -1) : isOrigin(b) ? 1 : (compare(a, b) ?? 0);
  const bounds = range.events
    .flatMap(toBounds)
    .filter(
      (bound, index, all) => !isEmptyStretch(bound, all[index + 1]) && !isEmptyStretch(all[index - 1], bound),
    )
    .sort(
      (a, b) =>
        order(a.version, b.version) ||
        Number(a.after) - Number(b.after) ||
        Number(a.affected) - Number(b.affected),
    );
  let affected = false;
  for (const bound of bounds) {
    const distance = isOrigin(bound.version) ? 1 : compare(version, bound.version);
    if (distance === undefined) return undefined;
    if (bound.after ? distance > 0 : distance >= 0) affected = bound.affected;
  }
  return affected && isBelowLimits(range, version, compare);
}

/** Fixed where it came in: real records have that, and taken apart it would begin and never end. */
function isEmptyStretch(first: Bound | undefined, second: Bound | undefined): boolean {
  return (
    first?.affected === true &&
    second?.affected === false &&
    !first.after &&
    !second.after &&
    first.version === second.version
  );
}

/** https://ossf.github.io/osv-schema/#evaluation: a version counts that is below one of the limits; without any, each does. */
function isBelowLimits(range: AffectedRange, version: string, compare: CompareVersions): boolean {
  const limits = range.events.map((event) => event.limit).filter((limit) => limit);
  return (
    limits.length === 0 || limits.some((limit) => limit === '*' || (compare(version, limit ?? '') ?? 0) < 0)
  );
}

/** An empty `fixed`, which real records have, says nothing. */
function toBounds(event: AffectedRange['events'][number]): Bound[] {
  const bounds: Bound[] = [];
  if (event.introduced) bounds.push({ version: event.introduced, affected: true, after: false });
  if (event.after) bounds.push({ version: event.after, affected: true, after: true });
  if (event.fixed) bounds.push({ version: event.fixed, affected: false, after: false });
  if (event.last_affected) bounds.push({ version: event.last_affected, affected: false, after: true });
  return bounds;
}

/** Each stands for "from the first version on", pre-releases of 0.0.0 included. */
function isOrigin(version: string): boolean {
  return version === '0' || version === '0.0.0' || version === '0.0.0-0';
}
