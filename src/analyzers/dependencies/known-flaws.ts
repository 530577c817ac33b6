import type { Problem } from '../../model/problem.js';
import type { Advisories, PackageVersion } from './advisories/advisory.js';
import { type Flaw, judgeVersion } from './advisories/groups.js';
import { packageKey } from './advisories/names.js';
import type { Comparison } from './comparison.js';
import type { Package } from './package.js';

/** What is known of the packages of both sides, from one and the same answer. */
export interface KnownFlaws {
  /** None for a package that no advisory speaks of. */
  of(found: Package): readonly Flaw[];
  readonly problems: readonly Problem[];
}

/** Looks the packages of both sides up, once for the two looks at a lockfile. */
export function findKnownFlaws(comparison: Comparison, advisories: Advisories): Promise<KnownFlaws> {
  const key = comparison.head ?? comparison.here;
  let known = knownFlaws.get(key);
  if (!known) knownFlaws.set(key, (known = lookUp(comparison, advisories)));
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

async function lookUp({ path, base, head }: Comparison, advisories: Advisories): Promise<KnownFlaws> {
  const asked = new Map<string, PackageVersion>();
  for (const found of [...(base?.packages ?? []), ...(head?.packages ?? [])]) {
    const { ecosystem, name, version } = found;
    if (isUsed(found) && version !== '' && ecosystems.has(ecosystem))
      asked.set(versionKey({ ecosystem, name, version }), { ecosystem, name, version });
  }
  if (asked.size === 0) return { of: () => [], problems: [] };
  const packages = [...asked.values()];
  const { records, problems } = await advisories.find(packages);
  const flaws = new Map<string, readonly Flaw[]>();
  const unknown: string[] = [];
  packages.forEach((of, index) => {
    const found = records[index];
    if (!found || found.length === 0) return;
    const verdict = judgeVersion(found, of);
    if (verdict.flaws.length > 0) flaws.set(versionKey(of), verdict.flaws);
    const first = verdict.unknown[0];
    if (first !== undefined) unknown.push(`${of.name} ${of.version} (${first})`);
  });
  return {
    of: (found) => (isUsed(found) ? (flaws.get(versionKey(found)) ?? []) : []),
    problems: [
      ...problems,
      ...tellUnanswered(
        packages.filter((_, index) => records[index] === undefined).length,
        packages.length,
        path,
      ),
      ...tellUnknown(unknown, path),
    ],
  };
}

/** What another file decides is looked up there. */
function isUsed({ kind, isRecordOnly }: Package): boolean {
  return kind === 'registry' && isRecordOnly !== true;
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

function versionKey(of: PackageVersion): string {
  return `${packageKey(of)}\0${of.version}`;
}
