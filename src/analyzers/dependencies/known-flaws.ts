import type { Problem } from '../../model/problem.js';
import type { Advisories, PackageVersion } from './advisories/advisory.js';
import { type Flaw, judgeVersion } from './advisories/groups.js';
import { type Comparison, groupByName } from './comparison.js';
import type { Lockfile, Package } from './package.js';
import { packageKey } from './advisories/names.js';

/** What is known of the packages of both sides, from one and the same answer. */
export interface KnownFlaws {
  /** None for a package that no advisory speaks of. */
  of(found: Package): readonly Flaw[];
  readonly problems: readonly Problem[];
}

/** Whom to ask; the second only of packages that have other versions on the two sides. */
export interface AdvisorySources {
  readonly advisories: Advisories | undefined;
  readonly enrichment: Advisories | undefined;
}

/** Looks the packages of both sides up, once for the two looks at a lockfile. */
export function findKnownFlaws(
  comparison: Comparison,
  sources: Partial<AdvisorySources>,
): Promise<KnownFlaws> {
  const key = comparison.head ?? comparison.here;
  let known = knownFlaws.get(key);
  if (!known) knownFlaws.set(key, (known = lookUp(comparison, sources)));
  return known;
}

const knownFlaws = new WeakMap<object, Promise<KnownFlaws>>();

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

async function lookUp(
  { path, base, head }: Comparison,
  { advisories, enrichment }: Partial<AdvisorySources>,
): Promise<KnownFlaws> {
  const packages: Asked[] = [];
  const byName = new Map<string, Asked[]>();
  for (const lockfile of [base, head])
    for (const [key, places] of groupByName(lockfile?.packages ?? [])) {
      const versions = byName.get(key) ?? [];
      for (const place of places) {
        const { ecosystem, name, version } = place;
        if (place.isRecordOnly === true || version === '' || !ecosystems.has(ecosystem)) continue;
        const same = versions.find(({ of }) => of.version === version);
        if (same) same.places.push(place);
        else versions.push(add(packages, { of: { ecosystem, name, version }, places: [place] }));
      }
      byName.set(key, versions);
    }
  if (packages.length === 0) return { of: () => [], problems: [] };
  const answer = await advisories?.find(packages.map(({ of }) => of));
  const changed = [...byName.values()].filter((versions) => isChanged(versions, base, head)).flat();
  const more = await enrichment?.find(changed.map(({ of }) => of));
  const records = packages.map((_, index) => (answer ? answer.records[index] : []));
  const indexes = new Map(packages.map((asked, index) => [asked, index]));
  changed.forEach((asked, index) => {
    const found = more?.records[index];
    const at = indexes.get(asked);
    if (found && at !== undefined) records[at] = [...(records[at] ?? []), ...found];
  });
  const problems = [...(answer?.problems ?? []), ...(more?.problems ?? [])];
  const flaws = new Map<Package, readonly Flaw[]>();
  const unknown: string[] = [];
  packages.forEach(({ of, places }, index) => {
    const found = records[index];
    if (!found || found.length === 0) return;
    const verdict = judgeVersion(found, of);
    if (verdict.flaws.length > 0) for (const place of places) flaws.set(place, verdict.flaws);
    const first = verdict.unknown[0];
    if (first !== undefined) unknown.push(`${of.name} ${of.version} (${first})`);
  });
  return {
    of: (found) => flaws.get(found) ?? [],
    problems: [
      ...problems,
      ...tellUnanswered(
        (answer ?? more)?.records.filter((found) => found === undefined).length ?? 0,
        answer ? packages.length : changed.length,
        path,
      ),
      ...tellUnknown(unknown, path),
    ],
  };
}

/** A package version, with its places on both sides. What another file decides is looked up there. */
interface Asked {
  readonly of: PackageVersion;
  readonly places: Package[];
}

/** A version of it is on one side alone. */
function isChanged(versions: readonly Asked[], base: Comparison['base'], head: Comparison['head']): boolean {
  if (!base || !head) return true;
  return versions.some(({ places }) => !isThere(places, head) || !isThere(places, base));
}

function isThere(places: readonly Package[], { packages }: Lockfile): boolean {
  const [first] = places;
  const own = first && groupByName(packages).get(packageKey(first));
  return own?.some(({ version }) => version === first?.version) === true;
}

function add<T>(list: T[], item: T): T {
  list.push(item);
  return item;
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
