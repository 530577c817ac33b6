import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import { packageKey } from './advisories/names.js';
import { type Comparison, groupByName } from './comparison.js';
import { findingOn, nameOf } from './finding.js';
import { type Origin, originOf, withoutSecrets } from './address.js';
import type { Lockfile, Package } from './package.js';
import { findOddArchives } from './archives.js';
import { findNamedRegistries } from './registries.js';
import { insecureDependencySource } from './rules/insecure-dependency-source.js';

/** Tells of entries that come from elsewhere than a registry, or than the registries that are in use. */
export async function findInsecureSources(comparison: Comparison, context: Context): Promise<Detection[]> {
  const { here, base, side, path } = comparison;
  const usual = usualOf(here.packages);
  const named = await findNamedRegistries(path, context);
  const before = side === 'head' ? sourcesOf(base) : undefined;
  const byHost = new Map<string, Package[]>();
  const detections: Detection[] = [];
  const isOdd = (found: Package, host: string): boolean =>
    ofManyHosts.has(found.ecosystem)
      ? before?.isMoved(found, host) === true
      : before && before.hosts.size > 0
        ? !before.hosts.has(host) || before.isStanding(found, host, usual)
        : isUnusual(found, host, usual);
  here.packages.forEach((found) => {
    const direct = pastRegistry(found);
    if (direct) detections.push(direct);
    const url = direct ? undefined : urlOf(found);
    if (!url) return;
    if (isOdd(found, url.host) && !named.has(url.host) && before?.isKnown(found, url.host) !== true) {
      const list = byHost.get(url.host);
      if (list) list.push(found);
      else byHost.set(url.host, [found]);
    } else if (url.protocol === 'http:' && (usual.isEncrypted || before?.wasEncrypted(found) === true))
      detections.push(unencrypted(found, url.host));
  });
  const elsewhere = before && before.hosts.size > 0 ? [...before.hosts].slice(0, 3).join(', ') : usual.host;
  if (side === 'head') detections.push(...findOddArchives(here, base, named));
  return [...detections, ...[...byHost].flatMap(([host, found]) => tellHost(host, found, elsewhere, usual))];
}

function unencrypted(found: Package, host: string): Detection {
  return findingOn(found, {
    ...titleOf(found),
    message: `${nameOf(found)} is fetched from ${host} over an unencrypted connection.`,
    severity: 'medium',
    what: 'http',
  });
}

/** More packages of one host are one piece of news: mostly a registry was added or changed. */
const mostByThemselves = 3;

function tellHost(
  host: string,
  places: readonly Package[],
  elsewhere: string | undefined,
  usual: Usual,
): Detection[] {
  const others = elsewhere === undefined ? 'the others do not' : `the other packages come from ${elsewhere}`;
  const [first] = places;
  if (first && places.length > mostByThemselves)
    return [
      findingOn(first, {
        ruleId: insecureDependencySource.id,
        title: `Packages from ${host}`,
        message: `${places.length} packages come from ${host}, ${nameOf(first)} the first of them, while ${others}.`,
        severity: 'medium',
        what: `hosts ${host}`,
      }),
    ];
  return places.map((found) =>
    findingOn(found, {
      ...titleOf(found),
      message: `${nameOf(found)} comes from ${host}, while ${others}.`,
      // A scope of its own is the mark of a private registry.
      severity: isUnusual(found, host, usual) ? 'high' : 'medium',
      what: `host ${host}`,
    }),
  );
}

function pastRegistry(found: Package): Detection | undefined {
  if (found.kind !== 'git' && found.kind !== 'http' && found.kind !== 'file') return undefined;
  const source = withoutSecrets(found.resolved ?? found.version);
  const shown = source.replace(/#.*$/, '').slice(0, 150);
  if (found.kind === 'file') return archive.test(shown) ? fromArchive(found, shown) : undefined;
  const isPlain = /^(?:git|git\+http|http):\/\//.test(source);
  const unencrypted = isPlain ? ' over an unencrypted connection' : '';
  const severity = isPlain ? 'high' : 'low';
  if (found.kind === 'git')
    return findingOn(found, {
      ...titleOf(found),
      message: `${nameOf(found)} comes from a Git repository (${shown})${unencrypted}, past the registry and its hashes.`,
      severity,
      what: `git ${shown}`,
    });
  return findingOn(found, {
    ...titleOf(found),
    message: `${nameOf(found)} comes from an archive at an address of its own (${shown})${unencrypted}, past the registry.`,
    severity,
    what: `http ${shown}`,
  });
}

/** A folder is the repository's own code. */
const archive = /\.(?:tgz|tar\.gz|tar|zip|whl|jar|gem|crate|nupkg)$/;

function fromArchive(found: Package, shown: string): Detection {
  return findingOn(found, {
    ...titleOf(found),
    message: `${nameOf(found)} comes from an archive in the repository (${shown}), past the registry and its advisories.`,
    severity: 'low',
    what: `file ${shown}`,
  });
}

function titleOf({ name }: Package): Pick<Detection, 'ruleId' | 'title'> {
  return { ruleId: insecureDependencySource.id, title: `Insecure source of ${name}` };
}

/** Where the entries of a registry are mostly all from there; a PHP or Java project names many. */
const ofOneRegistry: ReadonlySet<string> = new Set(['npm', 'PyPI', 'crates.io', 'RubyGems']);

/** Where each package comes from the host that its makers chose, so that only another one than before is odd. */
const ofManyHosts: ReadonlySet<string> = new Set(['Packagist']);

function urlOf(found: Package): Origin | undefined {
  return ofManyHosts.has(found.ecosystem) && found.kind === 'registry'
    ? addressOf(found)
    : registryUrl(found);
}

function registryUrl(found: Package): Origin | undefined {
  return found.kind === 'registry' && ofOneRegistry.has(found.ecosystem) ? addressOf(found) : undefined;
}

function addressOf(found: Package): Origin | undefined {
  const resolved = found.resolved ?? '';
  const address = resolved.startsWith('registry+') ? resolved.slice('registry+'.length) : resolved;
  if (!address.startsWith('https://') && !address.startsWith('http://')) return undefined;
  return originOf(address);
}

/** What most entries have, where enough of them agree to call another one odd. */
interface Usual {
  readonly host: string | undefined;
  /** All that there are. */
  readonly hosts: ReadonlySet<string>;
  readonly isEncrypted: boolean;
  /** Scopes of which the usual host holds a package. */
  readonly scopes: ReadonlySet<string>;
}

function usualOf(packages: readonly Package[]): Usual {
  let usual = usualByPackages.get(packages);
  if (!usual) usualByPackages.set(packages, (usual = findUsual(packages)));
  return usual;
}

const usualByPackages = new WeakMap<readonly Package[], Usual>();

function findUsual(packages: readonly Package[]): Usual {
  let count = 0;
  let encrypted = 0;
  const byHost = new Map<string, Package[]>();
  packages.forEach((found) => {
    const url = registryUrl(found);
    if (!url) return;
    count++;
    if (url.protocol === 'https:') encrypted++;
    const there = byHost.get(url.host);
    if (there) there.push(found);
    else byHost.set(url.host, [found]);
  });
  const isMost = (part: number): boolean => count > 1 && part * 3 >= count * 2;
  const [host, atHome] = [...byHost].find(([, there]) => isMost(there.length)) ?? [undefined, []];
  return {
    host,
    hosts: new Set(byHost.keys()),
    isEncrypted: isMost(encrypted),
    scopes: new Set(atHome.map(({ name }) => scopeOf(name)).filter((scope) => scope !== undefined)),
  };
}

/** A scope of which the usual host has nothing is the mark of a private registry. */
function isUnusual(found: Package, host: string, usual: Usual): boolean {
  if (usual.host === undefined || host === usual.host) return false;
  const scope = scopeOf(found.name);
  return scope === undefined || usual.scopes.has(scope);
}

function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
}

interface Sources {
  readonly hosts: ReadonlySet<string>;
  /** The package was there, and neither it nor another one came from this host. */
  isMoved(found: Package, host: string): boolean;
  /** The package came over an encrypted connection. */
  wasEncrypted(found: Package): boolean;
  /** A new package of a host that others came from before. */
  isKnown(found: Package, host: string): boolean;
  /** It came from there before, and was odd then. */
  isStanding(found: Package, host: string, usual: Usual): boolean;
}

/** Where the packages came from before the change. */
function sourcesOf(base: Lockfile | undefined): Sources | undefined {
  if (!base) return undefined;
  const usual = usualOf(base.packages);
  const hosts = new Set(usual.hosts);
  for (const found of base.packages) {
    const host = ofManyHosts.has(found.ecosystem) ? urlOf(found)?.host : undefined;
    if (host !== undefined) hosts.add(host);
  }
  const byName = groupByName(base.packages);
  const before = (found: Package): readonly Package[] => byName.get(packageKey(found)) ?? [];
  const wasThere = (found: Package, host: string): boolean =>
    before(found).some((one) => registryUrl(one)?.host === host);
  return {
    hosts,
    isMoved: (found, host) => !hosts.has(host) && before(found).some((one) => urlOf(one) !== undefined),
    wasEncrypted: (found) => before(found).some((one) => urlOf(one)?.protocol === 'https:'),
    isKnown: (found, host) => hosts.has(host) && !(isUnusual(found, host, usual) && wasThere(found, host)),
    isStanding: (found, host) => isUnusual(found, host, usual) && wasThere(found, host),
  };
}
