import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import { packageKey } from './advisories/names.js';
import { type Comparison, groupByName } from './comparison.js';
import { findingOn, nameOf } from './finding.js';
import type { Lockfile, Package } from './package.js';
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
  for (const found of here.packages) {
    const direct = pastRegistry(found);
    if (direct) {
      detections.push(direct);
      continue;
    }
    const url = registryUrl(found);
    if (!url) continue;
    const isOdd =
      before && before.hosts.size > 0
        ? !before.hosts.has(url.host) || before.isStanding(found, url.host, usual)
        : isUnusual(found, url.host, usual);
    if (isOdd && !named.has(url.host) && before?.isKnown(found, url.host) !== true) {
      const list = byHost.get(url.host);
      if (list) list.push(found);
      else byHost.set(url.host, [found]);
    } else if (url.protocol === 'http:' && usual.isEncrypted)
      detections.push(
        findingOn(found, {
          ...titleOf(found),
          message: `${nameOf(found)} is fetched from ${url.host} over an unencrypted connection.`,
          severity: 'medium',
          what: 'http',
        }),
      );
  }
  const elsewhere = before && before.hosts.size > 0 ? [...before.hosts].slice(0, 3).join(', ') : usual.host;
  return [...detections, ...[...byHost].flatMap(([host, found]) => tellHost(host, found, elsewhere, usual))];
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
  if (found.kind !== 'git' && found.kind !== 'http') return undefined;
  const source = withoutSecrets(found.resolved ?? found.version);
  const shown = source.replace(/#.*$/, '').slice(0, 150);
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

function titleOf({ name }: Package): Pick<Detection, 'ruleId' | 'title'> {
  return { ruleId: insecureDependencySource.id, title: `Insecure source of ${name}` };
}

/** Where the entries of a registry are mostly all from there; a PHP or Java project names many. */
const ofOneRegistry: ReadonlySet<string> = new Set(['npm', 'PyPI', 'crates.io', 'RubyGems']);

function registryUrl(found: Package): Origin | undefined {
  if (found.kind !== 'registry' || !ofOneRegistry.has(found.ecosystem)) return undefined;
  const resolved = found.resolved ?? '';
  const address = resolved.startsWith('registry+') ? resolved.slice('registry+'.length) : resolved;
  if (!address.startsWith('https://') && !address.startsWith('http://')) return undefined;
  const end = address.indexOf('/', address.indexOf('//') + 2);
  return originOf(end < 0 ? address : address.slice(0, end));
}

type Origin = Pick<URL, 'host' | 'protocol'>;

/** The entries of a lockfile have few, and an address takes long to take apart. */
const origins = new Map<string, Origin | undefined>();
const mostOrigins = 1000;

function originOf(start: string): Origin | undefined {
  if (!origins.has(start)) {
    if (origins.size >= mostOrigins) origins.clear();
    origins.set(start, URL.canParse(start) ? new URL(start) : undefined);
  }
  return origins.get(start);
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
  for (const found of packages) {
    const url = registryUrl(found);
    if (!url) continue;
    count++;
    if (url.protocol === 'https:') encrypted++;
    const there = byHost.get(url.host);
    if (there) there.push(found);
    else byHost.set(url.host, [found]);
  }
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
  /** A new package of a host that others came from before. */
  isKnown(found: Package, host: string): boolean;
  /** It came from there before, and was odd then. */
  isStanding(found: Package, host: string, usual: Usual): boolean;
}

/** Where the packages came from before the change. */
function sourcesOf(base: Lockfile | undefined): Sources | undefined {
  if (!base) return undefined;
  const usual = usualOf(base.packages);
  const { hosts } = usual;
  const byName = groupByName(base.packages);
  const wasThere = (found: Package, host: string): boolean =>
    (byName.get(packageKey(found)) ?? []).some((one) => registryUrl(one)?.host === host);
  return {
    hosts,
    isKnown: (found, host) => hosts.has(host) && !(isUnusual(found, host, usual) && wasThere(found, host)),
    isStanding: (found, host) => isUnusual(found, host, usual) && wasThere(found, host),
  };
}

/** An address as a reader may see it. */
function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '');
}
