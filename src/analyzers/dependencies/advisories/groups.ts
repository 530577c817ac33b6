import { severities, type Severity } from '../../../model/severity.js';
import { compareSemver } from '../versions/semver.js';
import type { Advisory } from './advisory.js';
import { firstFixed, isAffected, type PackageVersion } from './affected.js';
import { cvssBaseScore, severityOfScore } from './cvss.js';

/** One flaw of a package version, whatever number of records tell of it. */
export interface Flaw {
  /** The name that most people look it up by: a CVE number where there is one. */
  readonly id: string;
  /** Undefined where no record rates it. */
  readonly severity: Severity | undefined;
  /** Undefined where no record names one. */
  readonly fixed: string | undefined;
  readonly isMalicious: boolean;
  readonly summary: string;
}

/** The flaws of a package version, one for each group of records that are aliases of each other, worst first. */
export function flawsOf(advisories: readonly Advisory[], of: PackageVersion): Flaw[] {
  const affecting = advisories.filter((advisory) => isAffected(advisory, of));
  const rank = (flaw: Flaw): number =>
    flaw.severity ? severities.indexOf(flaw.severity) : severities.length;
  return groupByAlias(affecting)
    .map((group) => toFlaw(group, of))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

function groupByAlias(advisories: readonly Advisory[]): Advisory[][] {
  let groups: { ids: Set<string>; members: Advisory[] }[] = [];
  for (const advisory of advisories) {
    const ids = new Set([advisory.id, ...advisory.aliases]);
    const joined = groups.filter((group) => [...ids].some((id) => group.ids.has(id)));
    groups = groups.filter((group) => !joined.includes(group));
    groups.push({
      ids: new Set([...joined.flatMap((group) => [...group.ids]), ...ids]),
      members: [...joined.flatMap((group) => group.members), advisory],
    });
  }
  return groups.map((group) => group.members);
}

function toFlaw(group: readonly Advisory[], of: PackageVersion): Flaw {
  const ids = [...new Set(group.flatMap((advisory) => [advisory.id, ...advisory.aliases]))].sort();
  const ratings = group
    .map((advisory) => severityOf(advisory, of))
    .filter((severity) => severity !== undefined);
  return {
    id: bestKnown(ids, group),
    severity: severities.find((severity) => ratings.includes(severity)),
    fixed: highest(group.map((advisory) => firstFixed(advisory, of))),
    isMalicious: ids.some((id) => id.startsWith('MAL-')),
    summary: group.find((advisory) => advisory.summary !== '')?.summary ?? '',
  };
}

/** The only CVE number; where real records claim several, the wrong one would mislead, and the record's own id is used. */
function bestKnown(ids: readonly string[], group: readonly Advisory[]): string {
  const malicious = ids.find((id) => id.startsWith('MAL-'));
  const cves = ids.filter((id) => id.startsWith('CVE-'));
  const own = group.map((advisory) => advisory.id).sort();
  return (
    malicious ??
    (cves.length === 1 ? cves[0] : undefined) ??
    own.find((id) => id.startsWith('GHSA-')) ??
    own[0] ??
    ''
  );
}

/** Of several versions the one that is as high as all of them; undefined where there is none. */
export function highest(versions: readonly (string | undefined)[]): string | undefined {
  return versions.reduce(
    (best, version) =>
      best === undefined || (version !== undefined && (compareSemver(version, best) ?? 0) > 0)
        ? version
        : best,
    undefined,
  );
}

/** By the worst vector of CVSS 3 or 4, the package's own before the record's; else by the word of the database. */
function severityOf(advisory: Advisory, of: PackageVersion): Severity | undefined {
  const entries = advisory.affected.filter((entry) => entry.package?.name === of.name);
  const own = entries.flatMap((entry) => entry.severity);
  const scores = (own.length > 0 ? own : advisory.severity)
    .map(({ score }) => cvssBaseScore(score))
    .filter((score) => score !== undefined);
  if (scores.length > 0) return severityOfScore(Math.max(...scores));
  const said = [advisory, ...entries].map((rated) => rated.database_specific?.severity?.toLowerCase());
  const word = said.find((value) => value !== undefined);
  return word === 'moderate' ? 'medium' : severities.find((severity) => severity === word);
}
