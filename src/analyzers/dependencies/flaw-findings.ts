import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import type { Severity } from '../../model/severity.js';
import { type Flaw, highest } from './advisories/groups.js';
import type { Comparison } from './comparison.js';
import type { FlawedPackage } from './flawed.js';
import { findManifestLine, type ManifestLine, raise } from './manifest.js';
import type { Lockfile, Package } from './package.js';
import { deprecatedDependency } from './rules/deprecated-dependency.js';
import { maliciousPackage } from './rules/malicious-package.js';
import { vulnerableDependency } from './rules/vulnerable-dependency.js';
import { findUses, type Uses } from './uses.js';
import { andList, clip, origin, wayOf } from './words.js';

/** One finding for each package, of each kind of flaw. */
export async function toFlawFindings(
  flawed: readonly FlawedPackage[],
  comparison: Comparison,
  context: Context,
): Promise<Detection[]> {
  const uses = await findUsesOf(flawed, comparison, context);
  const detections: Detection[] = [];
  for (const one of flawed) {
    for (const kind of ['malicious', 'vulnerable', 'unmaintained', 'withdrawn'] as const) {
      const flaws = one.flaws.filter((flaw) => flaw.kind === kind);
      const places = one.places.filter((place) => one.flawsOf(place).some((flaw) => flaw.kind === kind));
      const [first] = places;
      if (flaws.length === 0 || !first) continue;
      const told = { ...one, first, places, flaws };
      const manifest = await manifestOf(told, comparison, context);
      const seen = uses?.get(first.name);
      const finding = tell[kind](told, comparison.here, seen, manifest);
      detections.push({
        ...finding,
        ...placeOf(first, manifest),
        ...(seen && seen.places.length > 0 && { trace: seen.places }),
        ...(kind === 'vulnerable' && reachOf(seen, flaws)),
        anchor: `${one.anchor}${kind === 'vulnerable' ? '' : ` ${kind}`}`,
        scope: '',
      });
    }
  }
  return detections;
}

interface Told extends FlawedPackage {
  readonly first: Package;
}

type Finding = Pick<Detection, 'ruleId' | 'title' | 'message' | 'severity' | 'confidence' | 'fix'>;
type Tell = (
  told: Told,
  lockfile: Lockfile,
  uses: Uses | undefined,
  manifest: ManifestLine | undefined,
) => Finding;

const tell: Readonly<Record<Flaw['kind'], Tell>> = {
  malicious: ({ first, places, flaws }, lockfile) => ({
    ruleId: maliciousPackage.id,
    title: `Malicious package ${first.name}`,
    message: `${nameVersions(places)} is known to be malicious (${flaws.map((flaw) => flaw.id).join(', ')}); ${origin(places, lockfile)}.`,
  }),
  vulnerable: (told, lockfile, uses, manifest) => {
    const { first, places, flaws } = told;
    const severity = worst(flaws);
    const fix = fixOf(told, manifest);
    const words = [
      `${nameVersions(places)} ${places.length > 1 && versionsOf(places).length > 1 ? 'have' : 'has'} ${describe(flaws)}`,
      advice(told),
      `${origin(places, lockfile)}${isForDevelopment(places) ? ', for development only' : ''}${reach(uses, flaws)}`,
    ];
    return {
      ruleId: vulnerableDependency.id,
      title: `Known ${flaws.length > 1 ? 'vulnerabilities' : 'vulnerability'} in ${first.name}`,
      message: `${words.join('; ')}.`,
      severity,
      ...(fix && { fix }),
    };
  },
  unmaintained: ({ first, places, flaws }, lockfile) => ({
    ruleId: deprecatedDependency.id,
    title: `Unmaintained package ${first.name}`,
    message: `${nameVersions(places)} is told to be no longer maintained (${flaws.map((flaw) => flaw.id).join(', ')}${flaws[0]?.summary ? `, ${clip(flaws[0].summary)}` : ''}); ${origin(places, lockfile)}.`,
  }),
  withdrawn: ({ first, places, flaws }, lockfile) => ({
    ruleId: deprecatedDependency.id,
    title: `Withdrawn release of ${first.name}`,
    message: `${nameVersions(places)} ${versionsOf(places).length > 1 ? 'were' : 'was'} withdrawn or deprecated by its makers${flaws[0]?.summary ? `, who say ${clip(flaws[0].summary)}` : ''}; ${origin(places, lockfile)}.`,
  }),
};

/** A flaw that nobody has rated counts as medium; one that attackers use as high at least. */
function worst(flaws: readonly Flaw[]): Severity {
  const severities = flaws.map((flaw): Severity => {
    const rated = flaw.severity ?? 'medium';
    return flaw.isExploited && rated !== 'critical' ? 'high' : rated;
  });
  return (['critical', 'high', 'medium', 'low'] as const).find((one) => severities.includes(one)) ?? 'medium';
}

/** So many advisories are named; more say no more to a reader. */
const named = 5;

function describe(flaws: readonly Flaw[]): string {
  const ids = flaws.slice(0, named).map((flaw) => `${flaw.id} (${labels(flaw)})`);
  const [flaw] = flaws;
  if (flaws.length === 1 && flaw)
    return `the known vulnerability ${ids.join('')}${flaw.summary ? `, ${clip(flaw.summary)}` : ''}`;
  const more = flaws.length > named ? ` and ${flaws.length - named} more` : '';
  const summary = flaw?.summary ? `, the first ${clip(flaw.summary)}` : '';
  return `${flaws.length} known vulnerabilities: ${ids.join(', ')}${more}${summary}`;
}

/** Above it a score is worth a word: most of all published vulnerabilities have less than a hundredth. */
const likely = 0.1;

function labels({ severity, isExploited, epss }: Flaw): string {
  return [
    severity ?? 'not rated',
    ...(isExploited ? ['used by attackers'] : []),
    ...(epss !== undefined && epss >= likely ? [`EPSS ${Math.round(epss * 100)} %`] : []),
  ].join(', ');
}

function advice({ places, flawsOf, flaws }: Told): string {
  const fixes = versionsOf(places).map((version) => {
    const place = places.find((one) => one.version === version);
    const own = place ? flawsOf(place).filter((flaw) => flaws.some((one) => one.id === flaw.id)) : [];
    const fixed = highest(
      place?.ecosystem ?? '',
      own.map((flaw) => flaw.fixed),
    );
    return { version, fixed, isPartial: own.some((flaw) => flaw.fixed === undefined) };
  });
  const [only] = fixes;
  if (fixes.every(({ fixed }) => fixed === undefined)) return 'no fixed version is known';
  const save = fixes.some(({ isPartial }) => isPartial) ? ', save where no fix is known' : '';
  if (fixes.length === 1) return `fixed in ${only?.fixed ?? ''}${save}`;
  const parts = fixes.map(({ version, fixed }) => `${version} in ${fixed ?? 'no known version'}`);
  return `fixed: ${parts.join(', ')}${save}`;
}

function fixOf({ first, places, flaws }: Told, manifest: ManifestLine | undefined): Detection['fix'] {
  if (versionsOf(places).length !== 1 || flaws.some((flaw) => flaw.fixed === undefined)) return undefined;
  const fixed = highest(
    first.ecosystem,
    flaws.map((flaw) => flaw.fixed),
  );
  if (fixed === undefined) return undefined;
  if (manifest) {
    const wanted = raise(manifest.wanted, fixed);
    if (wanted === undefined || !manifest.isChanged) return undefined;
    return {
      description: `Ask for ${first.name} ${wanted}, and renew the lockfile`,
      edits: [{ range: manifest.wantedRange, text: wanted }],
    };
  }
  const place = first.versionPlace;
  if (!place || places.length !== 1 || raise(first.version, fixed) === undefined) return undefined;
  const { line, column, endColumn } = place;
  const range = { startLine: line, startColumn: column, endLine: line, endColumn };
  return { description: `Update ${first.name} to ${fixed}`, edits: [{ range, text: fixed }] };
}

/** The manifest's line caused it where a direct dependency's own line was changed. */
async function manifestOf(
  { places }: Told,
  comparison: Comparison,
  context: Context,
): Promise<ManifestLine | undefined> {
  const direct = places.find((place) => wayOf(place, comparison.here)?.length === 1);
  const line = direct && (await findManifestLine(direct, comparison, context));
  return line?.isChanged ? line : undefined;
}

function placeOf(first: Package, manifest: ManifestLine | undefined): Pick<Detection, 'range' | 'path'> {
  if (manifest) return { range: manifest.range, path: manifest.path };
  const { line, column, endColumn } = first;
  return { range: { startLine: line, startColumn: column, endLine: line, endColumn } };
}

async function findUsesOf(
  flawed: readonly FlawedPackage[],
  { side, path }: Comparison,
  context: Context,
): Promise<ReadonlyMap<string, Uses> | undefined> {
  // What the change does not bring in needs no words.
  const news = flawed.filter(({ isNew }) => isNew);
  const ecosystem = news[0]?.places[0]?.ecosystem;
  if (side !== 'head' || ecosystem === undefined) return undefined;
  const wanted = news.map(({ places, flaws }) => ({
    name: places[0]?.name ?? '',
    functions: flaws.flatMap((flaw) => flaw.functions).slice(0, mostFunctions),
  }));
  return findUses(ecosystem, wanted.slice(0, mostWanted), path, context);
}

const mostWanted = 200;
const mostFunctions = 100;

function reach(uses: Uses | undefined, flaws: readonly Flaw[]): string {
  if (!uses) return '';
  if (uses.files === 0) return uses.isWhole ? '; no code of this repository imports it' : '';
  const files = uses.files === 1 ? 'one file' : `${uses.files} files`;
  const where = `; imported in ${files} of this repository${uses.isOnlyInTests ? ', all of them tests' : ''}`;
  if (uses.called.length > 0)
    return `${where}, which call${uses.files === 1 ? 's' : ''} ${andList(uses.called.slice(0, 3).map((name) => `\`${name}\``))}, where the flaw is`;
  const hasFunctions = flaws.every((flaw) => flaw.functions.length > 0);
  return hasFunctions && uses.isWhole
    ? `${where}, none of which calls a function that the advisories name`
    : where;
}

/** What the order of findings goes by. */
function reachOf(uses: Uses | undefined, flaws: readonly Flaw[]): Pick<Detection, 'reach'> {
  if (!uses) return {};
  const called = new Set(uses.called);
  if (flaws.some((flaw) => flaw.functions.some((one) => called.has(one)))) return { reach: 'called' };
  if (uses.files > 0) return { reach: 'imported' };
  return uses.isWhole ? { reach: 'unused' } : {};
}

function isForDevelopment(places: readonly Package[]): boolean {
  return places.every((place) => place.groups.includes('dev') && !place.groups.includes('optional'));
}

function versionsOf(places: readonly Package[]): string[] {
  return [...new Set(places.map((place) => place.version))];
}

function nameVersions(places: readonly Package[]): string {
  return `${places[0]?.name ?? ''} ${andList(versionsOf(places))}`;
}
