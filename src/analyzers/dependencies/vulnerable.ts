import type { Detection } from '../../model/finding.js';
import type { Advisories } from './advisories/advisory.js';
import { type Flaw, flawsOf, highest } from './advisories/groups.js';
import type { Lockfile, Package } from './package.js';
import { maliciousPackage } from './rules/malicious-package.js';
import { vulnerableDependency } from './rules/vulnerable-dependency.js';

/** One finding for each package version that an advisory speaks of, on its first line. */
export async function findVulnerable(lockfile: Lockfile, advisories: Advisories): Promise<Detection[]> {
  const detections: Detection[] = [];
  for (const places of groupByVersion(lockfile.packages).values()) {
    const [first] = places;
    if (!first) continue;
    const flaws = flawsOf(await advisories.find(first.ecosystem, first.name), first);
    const malicious = flaws.filter((flaw) => flaw.isMalicious);
    const vulnerable = flaws.filter((flaw) => !flaw.isMalicious);
    if (malicious.length > 0) detections.push(toMalicious(malicious, places, first, lockfile));
    else if (vulnerable.length > 0) detections.push(toVulnerable(vulnerable, places, first, lockfile));
  }
  return detections;
}

/** Packages that did not come from a registry have nothing in common with one of the same name there. */
function groupByVersion(packages: readonly Package[]): Map<string, Package[]> {
  const groups = new Map<string, Package[]>();
  for (const found of packages) {
    if (found.kind !== 'registry' || found.version === '') continue;
    const key = `${found.ecosystem}\0${found.name}\0${found.version}`;
    const group = groups.get(key);
    if (group) group.push(found);
    else groups.set(key, [found]);
  }
  return groups;
}

function toMalicious(
  flaws: readonly Flaw[],
  places: readonly Package[],
  first: Package,
  lockfile: Lockfile,
): Detection {
  return {
    ruleId: maliciousPackage.id,
    title: `Malicious package ${first.name}`,
    message: `${first.name} ${first.version} is known to be malicious (${flaws.map((flaw) => flaw.id).join(', ')}); ${origin(places, lockfile)}.`,
    range: rangeOf(first),
    anchor: anchorOf(first, flaws),
    scope: '',
  };
}

function toVulnerable(
  flaws: readonly Flaw[],
  places: readonly Package[],
  first: Package,
  lockfile: Lockfile,
): Detection {
  const severity = flaws[0]?.severity;
  const isUnused = places.every(
    (place) => place.groups.includes('dev') && !place.groups.includes('optional'),
  );
  return {
    ruleId: vulnerableDependency.id,
    title: `Known ${flaws.length > 1 ? 'vulnerabilities' : 'vulnerability'} in ${first.name}`,
    message:
      `${first.name} ${first.version} has ${describe(flaws)}; ${advice(flaws)}; ` +
      `${origin(places, lockfile)}${isUnused ? ', for development only' : ''}.`,
    range: rangeOf(first),
    ...(severity && { severity }),
    anchor: anchorOf(first, flaws),
    scope: '',
  };
}

/** So many advisories are named; more say no more to a reader. */
const named = 5;

function describe(flaws: readonly Flaw[]): string {
  const ids = flaws.slice(0, named).map((flaw) => `${flaw.id}${flaw.severity ? ` (${flaw.severity})` : ''}`);
  const [flaw] = flaws;
  if (flaws.length === 1 && flaw)
    return `the known vulnerability ${ids.join('')}${flaw.summary ? `, ${clip(flaw.summary)}` : ''}`;
  const more = flaws.length > named ? ` and ${flaws.length - named} more` : '';
  return `${flaws.length} known vulnerabilities: ${ids.join(', ')}${more}`;
}

/** A summary as part of a sentence: on one line, without its full stop, in quotes since it is somebody else's text. */
function clip(summary: string): string {
  const line = summary
    .replace(/[\s"“”]+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`;
}

function advice(flaws: readonly Flaw[]): string {
  const fixes = flaws.map((flaw) => flaw.fixed);
  const last = highest(fixes);
  if (last === undefined) return 'no fixed version is known';
  return fixes.every((fixed) => fixed !== undefined)
    ? `fixed in ${last}`
    : `fixed in ${last} save where no fix is known`;
}

function origin(places: readonly Package[], lockfile: Lockfile): string {
  const known = places.map((place) => lockfile.wayTo(place.path)).filter((way) => way !== undefined);
  if (known.length === 0) return 'the file does not say who asks for it';
  const ways = known.filter((way) => way.length > 0);
  const shortest = ways.reduce<readonly string[] | undefined>(
    (best, way) => (best === undefined || way.length < best.length ? way : best),
    undefined,
  );
  if (!shortest) return 'nothing in the lockfile asks for it';
  return shortest.length === 1 ? 'a direct dependency' : `pulled in by ${shortest.slice(0, -1).join(' > ')}`;
}

function anchorOf(found: Package, flaws: readonly Flaw[]): string {
  return [`${found.name}@${found.version}`, ...flaws.map((flaw) => flaw.id).sort()].join(' ');
}

function rangeOf({ line, column, endColumn }: Package): Detection['range'] {
  return { startLine: line, startColumn: column, endLine: line, endColumn };
}
