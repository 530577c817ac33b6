import type { Problem } from '../../model/problem.js';
import type { Advisory, PackageVersion } from './advisories/advisory.js';
import { type Flaw, judgeVersion } from './advisories/groups.js';
import { type Comparison, groupByName } from './comparison.js';
import type { Lockfile, Package } from './package.js';
import { packageKey } from './advisories/names.js';

/** What is known of the packages of both sides, from one and the same answer. */
export interface KnownFlaws {
  /** None for a package that no advisory speaks of. */
  of(found: Package): readonly Flaw[];
  /** Keys of `groupByName` of all packages that it gives flaws of. */
  readonly flawed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** The package versions of both sides that advisories may speak of. */
export interface AdvisoryQuestion {
  readonly packages: readonly PackageVersion[];
  /** Indexes of those that have other versions on the two sides. */
  readonly changed: readonly number[];
}

export interface AdvisoryAnswer {
  /** Of each package of the question, in turn; undefined where they are out of reach. */
  readonly records: readonly (readonly Advisory[] | undefined)[];
  readonly problems: readonly Problem[];
  /** Of so many packages that were looked up, so many were out of reach. */
  readonly asked: number;
  readonly unanswered: number;
}

/** What to look up; the same in the two looks at a lockfile. */
export function questionOf(comparison: Comparison): AdvisoryQuestion {
  const { asked, changed } = askedOf(comparison);
  return { packages: asked.map(({ ecosystem, name, version }) => ({ ecosystem, name, version })), changed };
}

/** Judges what was looked up, once for the two looks at a lockfile. */
export function judgeAnswer(comparison: Comparison, answer: AdvisoryAnswer): KnownFlaws {
  const key = comparison.head ?? comparison.here;
  let known = knownFlaws.get(key);
  if (!known) knownFlaws.set(key, (known = judge(comparison, answer)));
  return known;
}

const knownFlaws = new WeakMap<object, KnownFlaws>();

/** Where OSV has advisories of the packages that lockfiles name: https://ossf.github.io/osv-schema/#defined-ecosystems */
const ecosystems: ReadonlySet<string> = new Set([
  'npm',
  'PyPI',
  'Go',
  'crates.io',
  'RubyGems',
  'Packagist',
  'Maven',
  'NuGet',
  'GitHub Actions',
  'Pub',
  'Hex',
]);

/** A place of each package version that is on a side. What another file decides is looked up there. */
interface Asked {
  readonly asked: readonly Package[];
  /** Indexes of those of which a version is on one side alone. */
  readonly changed: readonly number[];
}

const askedBySide = new WeakMap<object, Asked>();

function askedOf(comparison: Comparison): Asked {
  const key = comparison.head ?? comparison.here;
  let asked = askedBySide.get(key);
  if (!asked) askedBySide.set(key, (asked = collectAsked(comparison)));
  return asked;
}

const none: readonly never[] = [];

function collectAsked({ base, head }: Comparison): Asked {
  const before = groupByName(base?.packages ?? none);
  const after = groupByName(head?.packages ?? none);
  const asked: Package[] = [];
  const changed: number[] = [];
  const add = (place: Package, isChanged: boolean): void => {
    if (isChanged) changed.push(asked.length);
    asked.push(place);
  };
  before.forEach((places, key) => {
    const isChanged = haveOthers(places, after.get(key));
    places.forEach((place, index) => {
      if (isFirst(place, index, places)) add(place, isChanged);
    });
  });
  after.forEach((places, key) => {
    const known = before.get(key);
    places.forEach((place, index) => {
      if (!known?.some((one) => isSame(one, place)) && isFirst(place, index, places)) add(place, true);
    });
  });
  return { asked, changed };
}

/** The first place of a version that can be looked up. */
function isFirst(place: Package, index: number, places: readonly Package[]): boolean {
  if (place.isRecordOnly === true || place.version === '' || !ecosystems.has(place.ecosystem)) return false;
  return places.length === 1 || places.findIndex((one) => isSame(one, place)) === index;
}

function isSame(one: Package, other: Package): boolean {
  return one.version === other.version && one.isRecordOnly === other.isRecordOnly;
}

/** A version of one side is not on the other. */
function haveOthers(places: readonly Package[], others: readonly Package[] = none): boolean {
  const lacks = (one: readonly Package[], other: readonly Package[]): boolean =>
    one.some(({ version }) => !other.some((there) => there.version === version));
  return lacks(places, others) || lacks(others, places);
}

function judge(comparison: Comparison, answer: AdvisoryAnswer): KnownFlaws {
  const { path, base, head } = comparison;
  const flaws = new Map<Package, readonly Flaw[]>();
  const flawed = new Set<string>();
  const unknown: string[] = [];
  askedOf(comparison).asked.forEach((asked, index) => {
    const found = answer.records[index];
    if (!found || found.length === 0) return;
    const verdict = judgeVersion(found, asked);
    const first = verdict.unknown[0];
    if (first !== undefined) unknown.push(`${asked.name} ${asked.version} (${first})`);
    if (verdict.flaws.length === 0) return;
    flawed.add(packageKey(asked));
    for (const place of placesOf(asked, [base, head])) flaws.set(place, verdict.flaws);
  });
  return {
    of: (found) => flaws.get(found) ?? none,
    flawed,
    problems: [
      ...answer.problems,
      ...tellUnanswered(answer.unanswered, answer.asked, path),
      ...tellUnknown(unknown, path),
    ],
  };
}

function placesOf(asked: Package, sides: readonly (Lockfile | undefined)[]): Package[] {
  const key = packageKey(asked);
  return sides
    .flatMap((side) => groupByName(side?.packages ?? none).get(key) ?? [])
    .filter((place) => isSame(place, asked));
}

/** Where nothing was looked up the review is not whole. */
function tellUnanswered(unanswered: number, all: number, path: string): Problem[] {
  if (unanswered === 0) return [];
  const message = `Known vulnerabilities were not looked for in ${unanswered} of ${all} packages, since the advisories are out of reach.`;
  return [{ kind: 'incomplete', path, message }];
}

const namedUnknown = 3;

function tellUnknown(unknown: readonly string[], path: string): Problem[] {
  if (unknown.length === 0) return [];
  const more = unknown.length > namedUnknown ? ` and ${unknown.length - namedUnknown} more` : '';
  const message = `Versions that advisories of the same package cannot be compared with: ${unknown.slice(0, namedUnknown).join(', ')}${more}.`;
  return [{ kind: 'notice', path, message }];
}
