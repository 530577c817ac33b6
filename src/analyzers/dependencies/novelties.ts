import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import { type Comparison, groupByName } from './comparison.js';
import { findingOn, nameOf } from './finding.js';
import { findLookalike, isPopular } from './lookalike.js';
import type { Lockfile, Package } from './package.js';
import { deprecatedDependency } from './rules/deprecated-dependency.js';
import { disallowedLicense } from './rules/disallowed-license.js';
import { downgradedDependency } from './rules/downgraded-dependency.js';
import { installScript } from './rules/install-script.js';
import { lookalikePackage } from './rules/lookalike-package.js';
import { recentRelease } from './rules/recent-release.js';
import { tamperedLockfile } from './rules/tampered-lockfile.js';
import { findDisallowed } from './license.js';
import { compareVersions } from './versions/index.js';
import { clip, origin, wayOf } from './words.js';

/** Tells what a reviewer has to know of packages and versions that were not there before the change, one finding for each package and rule. */
export function findNovelties(
  comparison: Comparison,
  context: Context,
  flawed: ReadonlySet<string>,
): Detection[] {
  const { here, base, side } = comparison;
  if (side !== 'head') return [];
  const before = groupByName(base?.packages ?? []);
  const detections: Detection[] = [];
  groupByName(here.packages).forEach((places, key) => {
    const old = before.get(key) ?? [];
    if (!places.some((found) => isFresh(found, old))) return;
    const fresh = places.filter((found) => isFresh(found, old));
    const first = fresh[0] as Package;
    const isFlawed = flawed.has(first.name);
    const news: News = { isFlawed, first, fresh, places, old, lockfile: here, base, context };
    for (const tell of tellers) detections.push(...tell(news));
  });
  return foldRecent(foldOrphans(foldDowngrades(detections), here));
}

function isFresh(found: Package, old: readonly Package[]): boolean {
  return !old.some(({ version }) => version === found.version);
}

/** More downgrades at once are one piece of news: a merge took the older lockfile. */
const mostByThemselves = 3;

function foldDowngrades(detections: readonly Detection[]): Detection[] {
  const downgrades = detections.filter(({ ruleId }) => ruleId === downgradedDependency.id);
  const [first] = downgrades;
  if (!first || downgrades.length <= mostByThemselves) return [...detections];
  const folded: Detection = {
    ...first,
    title: `Downgrade of ${downgrades.length} packages`,
    message: `${downgrades.length} direct dependencies go back to older versions, so that what was fixed in between is open again; the first of them: ${first.message.replace(/, so that .*$/, '')}.`,
    anchor: 'several',
  };
  return [...detections.filter(({ ruleId }) => ruleId !== downgradedDependency.id), folded];
}

/** So are many fresh releases: somebody has renewed the lockfile. */
function foldRecent(detections: readonly Detection[]): Detection[] {
  const recent = detections.filter(({ ruleId }) => ruleId === recentRelease.id);
  const [first] = recent;
  if (!first || recent.length <= mostByThemselves) return [...detections];
  const folded: Detection = {
    ...first,
    title: `Recent releases of ${recent.length} packages`,
    message: `${recent.length} packages are taken in releases that nobody may have had a look at yet; the first of them: ${first.message}`,
    anchor: 'several',
  };
  return [...detections.filter(({ ruleId }) => ruleId !== recentRelease.id), folded];
}

/** A lockfile that was not tidied up is one piece of news, too. */
function foldOrphans(detections: readonly Detection[], lockfile: Lockfile): Detection[] {
  const isOfOrphan = ({ ruleId, anchor }: Detection): boolean =>
    ruleId === tamperedLockfile.id && anchor.endsWith(` ${orphan}`);
  const orphans = detections.filter(isOfOrphan);
  const first = orphans.find(({ severity }) => severity === 'medium') ?? orphans[0];
  const others = detections.filter((one) => !isOfOrphan(one));
  // A lockfile without its root does not say who asks.
  if (first && !lockfile.packages.some((found) => wayOf(found, lockfile)?.length)) return others;
  if (!first || orphans.length <= mostByThemselves) return [...detections];
  const folded: Detection = {
    ...first,
    title: `${orphans.length} lockfile entries that nothing asks for`,
    message: `${orphans.length} new entries of the lockfile are asked for by nothing; one of them: ${first.message}`,
    anchor: `several ${orphan}`,
  };
  return [...others, folded];
}

/** Of one package. */
interface News {
  readonly first: Package;
  /** A finding says that the change brings known flaws of it in; then its age and state are no further news. */
  readonly isFlawed: boolean;
  /** Of versions that were not there; at least one. */
  readonly fresh: readonly Package[];
  readonly places: readonly Package[];
  /** Before the change; none for a new package. */
  readonly old: readonly Package[];
  readonly lockfile: Lockfile;
  readonly base: Lockfile | undefined;
  readonly context: Context;
}

const tellLookalike = ({ first, places, old, lockfile, base }: News): Detection[] => {
  if (old.length > 0) return [];
  const lookalike = findLookalike(first.ecosystem, first.name);
  if (!lookalike) return [];
  const ways = places.map((found) => wayOf(found, lockfile));
  const isDirect = ways.some((way) => way?.length === 1);
  // Its makers mean what they ask for: `vite` does not take `stylus` for `stylis`.
  // A release that was there before asks for nothing new: then somebody has written that into the lockfile.
  const isAsBefore = (name: string): boolean =>
    lockfile.packages.some(
      (now) =>
        now.name === name &&
        base?.packages.some((then) => then.name === name && then.version === now.version),
    );
  const isMeant = ways.every((way) => {
    const asker = way?.at(-2) ?? '';
    return isPopular(first.ecosystem, asker) && !isAsBefore(asker);
  });
  return [
    findingOn(first, {
      ruleId: lookalikePackage.id,
      title: `${first.name} looks like ${lookalike.name}`,
      message: `${nameOf(first)} ${lookalike.how}, compared with the popular ${lookalike.name}; make sure that it is the package that is meant (${origin(places, lockfile)}).`,
      severity: isDirect ? 'high' : 'medium',
      ...(isMeant && { confidence: 'low' as const }),
      what: `for ${lookalike.name}`,
    }),
  ];
};

const tellInstallScript = ({ fresh, old, lockfile, base }: News): Detection[] => {
  const first = fresh.find((found) => found.hasInstallScript === true);
  if (!first || old.some((found) => found.hasInstallScript === true)) return [];
  const isGained = old.length > 0;
  // Some formats do not say which packages have one.
  const isKnown = base?.packages.some((found) => found.hasInstallScript === true) === true;
  const compared = isGained ? (isKnown ? `, which ${andVersions(old)} did not` : '') : ', and is new here';
  const words = `${nameOf(first)} runs a script of its own when it is installed${compared}`;
  return [
    findingOn(first, {
      ruleId: installScript.id,
      title: `Install script of ${first.name}`,
      message: `${words}; ${origin([first], lockfile)}.`,
      severity: isGained ? 'medium' : 'low',
      // Of the most downloaded packages it is known that some have one.
      confidence: !isGained && isPopular(first.ecosystem, first.name) ? 'low' : 'medium',
      what: 'install script',
    }),
  ];
};

const tellDeprecated = ({ fresh, old, lockfile, isFlawed }: News): Detection[] => {
  const first = fresh.find((found) => found.deprecated !== undefined);
  if (!first || isFlawed || old.some((found) => found.deprecated !== undefined)) return [];
  const says = first.deprecated ?? '';
  const isDirect = wayOf(first, lockfile)?.length === 1;
  return [
    findingOn(first, {
      ruleId: deprecatedDependency.id,
      title: `Deprecated package ${first.name}`,
      message: `${nameOf(first)} is deprecated or withdrawn by its makers${says.length > 1 ? `, who say ${clip(says)}` : ''}; ${origin([first], lockfile)}.`,
      // What others pull in they have to replace.
      confidence: isDirect ? 'high' : 'low',
      what: 'deprecated',
    }),
  ];
};

const tellDowngrade = ({ first, fresh, places, old, lockfile, isFlawed }: News): Detection[] => {
  const [only] = old;
  // With several versions of a package nobody can say which took which one's place.
  if (isFlawed || !only || old.some(({ version }) => version !== only.version)) return [];
  if (places.length !== fresh.length || fresh.some(({ version }) => version !== first.version)) return [];
  if ((compareVersions(first.ecosystem, first.version, only.version) ?? 0) >= 0) return [];
  if (!places.some((found) => wayOf(found, lockfile)?.length === 1)) return [];
  return [
    findingOn(first, {
      ruleId: downgradedDependency.id,
      title: `Downgrade of ${first.name}`,
      message: `${first.name} goes back from ${only.version} to ${first.version}, so that what was fixed in between is open again.`,
      what: `below ${only.version}`,
    }),
  ];
};

const tellLicense = ({ first, fresh, old, lockfile, context }: News): Detection[] => {
  const settings = context.dependencies?.licenses;
  if (!settings) return [];
  const found = fresh.find(
    (one) => one.license !== undefined && findDisallowed(one.license, settings) !== undefined,
  );
  if (!found || old.some(({ license }) => license === found.license)) return [];
  const why = findDisallowed(found.license ?? '', settings) ?? '';
  return [
    findingOn(found, {
      ruleId: disallowedLicense.id,
      title: `Licence of ${first.name}`,
      message: `${nameOf(found)} has the licence ${clip(found.license ?? '')}, ${why}; ${origin([found], lockfile)}.`,
      what: `license ${found.license ?? ''}`,
    }),
  ];
};

const tellRecent = ({ fresh, lockfile, context }: News): Detection[] => {
  const days = context.dependencies?.['release-age'] ?? 0;
  const now = Date.parse(`${context.today ?? ''}T23:59:59Z`);
  if (days === 0 || Number.isNaN(now)) return [];
  const first = fresh.find(({ released }) => ageInDays(released, now) < days);
  if (!first) return [];
  return [
    findingOn(first, {
      ruleId: recentRelease.id,
      title: `Recent release of ${first.name}`,
      message: `${nameOf(first)} was released on ${first.released?.slice(0, 10) ?? ''}, less than ${days === 1 ? 'a day' : `${days} days`} ago, when nobody may have had a look at it yet; ${origin([first], lockfile)}.`,
      what: `released ${first.version}`,
    }),
  ];
};

/** Of a date in the future too nobody can say how old it is. */
function ageInDays(released: string | undefined, now: number): number {
  const age = (now - Date.parse(released ?? '')) / (24 * 60 * 60_000);
  return Number.isNaN(age) ? Infinity : age;
}

/** What is left in a lockfile when its owner goes is tidied up by package managers; who adds an entry by hand finds it installed. */
const tellOrphan = ({ first, fresh, places, lockfile, isFlawed }: News): Detection[] => {
  // Two entries of one version can be one that is asked for and what is made of it.
  if (isFlawed || !places.every((found) => isOrphan(found, lockfile))) return [];
  const installs = fresh.some((found) => found.hasInstallScript === true);
  return [
    findingOn(first, {
      ruleId: tamperedLockfile.id,
      title: `Lockfile entry of ${first.name} that nothing asks for`,
      message: `${nameOf(first)} is new in the lockfile, but neither the project nor another package asks for it${installs ? ', and it runs a script of its own when it is installed' : ''}.`,
      severity: installs ? 'medium' : 'low',
      what: orphan,
    }),
  ];
};

const orphan = 'nobody';

function isOrphan(found: Package, lockfile: Lockfile): boolean {
  return !found.groups.includes('bundled') && wayOf(found, lockfile)?.length === 0;
}

const tellers: readonly ((news: News) => Detection[])[] = [
  tellLookalike,
  tellInstallScript,
  tellDeprecated,
  tellDowngrade,
  tellLicense,
  tellOrphan,
  tellRecent,
];

function andVersions(places: readonly Package[]): string {
  return [...new Set(places.map(({ version }) => version))].slice(0, 3).join(' and ');
}
