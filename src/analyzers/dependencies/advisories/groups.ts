import { severities, type Severity } from '../../../model/severity.js';
import { compareVersions } from '../versions/index.js';
import type { Advisory, Affected, PackageVersion } from './advisory.js';
import { entriesFor, firstFixed, judge } from './affected.js';
import { cvssBaseScore, severityOfScore } from './cvss.js';

/** One flaw of a package version, whatever number of records tell of it. */
export interface Flaw {
  /** The name that most people look it up by: a CVE number where there is one. */
  readonly id: string;
  /** All names that the records have for it. */
  readonly ids: readonly string[];
  /** Undefined where no record rates it. */
  readonly severity: Severity | undefined;
  /** Undefined where no record names one. */
  readonly fixed: string | undefined;
  readonly kind: 'malicious' | 'vulnerable' | 'unmaintained' | 'withdrawn';
  readonly summary: string;
  /** It is known that attackers have used it. */
  readonly isExploited: boolean;
  /** The probability of being used within 30 days, by the Exploit Prediction Scoring System; where a record has it. */
  readonly epss: number | undefined;
  /** The functions that it is in, as the records name them; empty where none does. */
  readonly functions: readonly string[];
}

/** What the records of a package say of one version. */
export interface Verdict {
  /** One for each group of records that are aliases of each other, worst first. */
  readonly flaws: readonly Flaw[];
  /** Ids of the records whose versions cannot be compared with this one. */
  readonly unknown: readonly string[];
}

export function judgeVersion(advisories: readonly Advisory[], of: PackageVersion): Verdict {
  const affecting: Advisory[] = [];
  const unknown: string[] = [];
  for (const advisory of advisories) {
    const answer = judge(advisory, of);
    if (answer === 'affected') affecting.push(advisory);
    else if (answer === 'unknown') unknown.push(advisory.id);
  }
  const rank = (flaw: Flaw): number =>
    (flaw.isExploited ? 0 : 100) + (flaw.severity ? severities.indexOf(flaw.severity) : severities.length);
  const flaws = groupByAlias(affecting)
    .map((group) => toFlaw(group, of))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return { flaws, unknown };
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
  const remarks = group.flatMap((advisory) => [
    advisory.database_specific,
    ...entriesFor(advisory, of).map((entry) => entry.database_specific),
  ]);
  const chances = remarks.flatMap((remark) => remark?.epss ?? []);
  return {
    id: bestKnown(ids, group),
    ids,
    severity: severities.find((severity) => ratings.includes(severity)),
    fixed: highest(
      of.ecosystem,
      group.map((advisory) => firstFixed(advisory, of)),
    ),
    kind: kindOf(ids, group, of),
    summary: summaryOf(group),
    isExploited: remarks.some((remark) => remark?.known_exploited === true),
    epss: chances.length > 0 ? Math.max(...chances) : undefined,
    functions: [...new Set(group.flatMap((advisory) => entriesFor(advisory, of).flatMap(functionsOf)))],
  };
}

function kindOf(ids: readonly string[], group: readonly Advisory[], of: PackageVersion): Flaw['kind'] {
  if (ids.some((id) => id.startsWith('MAL-'))) return 'malicious';
  if (group.some((advisory) => advisory.database_specific?.malware === true)) return 'malicious';
  const says = (advisory: Advisory): string | undefined =>
    entriesFor(advisory, of).find((entry) => entry.database_specific?.informational !== undefined)
      ?.database_specific?.informational ?? advisory.database_specific?.informational;
  if (group.every((advisory) => says(advisory) === 'withdrawn')) return 'withdrawn';
  const isInformation = (word: string | undefined): boolean => word === 'unmaintained' || word === 'notice';
  return group.every((advisory) => isInformation(says(advisory))) ? 'unmaintained' : 'vulnerable';
}

function functionsOf({ ecosystem_specific: specifics }: Affected): string[] {
  return [
    ...(specifics?.imports ?? []).flatMap(({ symbols }) => symbols),
    ...(specifics?.affects?.functions ?? []),
    ...(specifics?.affected_functions ?? []),
  ];
}

function summaryOf(group: readonly Advisory[]): string {
  const told = group.find((advisory) => advisory.summary !== '')?.summary;
  if (told !== undefined) return told;
  const details = group.find((advisory) => advisory.details !== '')?.details ?? '';
  return /^.*?[.](?=\s|$)/s.exec(details)?.[0] ?? details;
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
export function highest(ecosystem: string, versions: readonly (string | undefined)[]): string | undefined {
  return versions.reduce(
    (best, version) =>
      best === undefined || (version !== undefined && (compareVersions(ecosystem, version, best) ?? 0) > 0)
        ? version
        : best,
    undefined,
  );
}

/** By the worst vector of CVSS 3 or 4, the package's own before the record's; else by the word of the database. */
function severityOf(advisory: Advisory, of: PackageVersion): Severity | undefined {
  const entries = entriesFor(advisory, of);
  const own = entries.flatMap((entry) => entry.severity);
  const scores = (own.length > 0 ? own : advisory.severity)
    .map(({ score }) => cvssBaseScore(score))
    .filter((score) => score !== undefined);
  if (scores.length > 0) return severityOfScore(Math.max(...scores));
  const said = [
    advisory.database_specific?.severity,
    ...entries.flatMap((entry) => [entry.database_specific?.severity, entry.ecosystem_specific?.severity]),
  ].map((word) => word?.toLowerCase());
  const word = said.find((value) => value !== undefined);
  return word === 'moderate' ? 'medium' : severities.find((severity) => severity === word);
}
