import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import type { Severity } from '../../model/severity.js';
import type { Lockfile, Package } from './package.js';
import { insecureDependencySource } from './rules/insecure-dependency-source.js';

/** Tells of entries that come from elsewhere than the others, or are less protected than they are. */
export async function findInsecureSources(
  lockfile: Lockfile,
  path: string,
  context: Context,
): Promise<Detection[]> {
  const usual = usualOf(lockfile.packages);
  const named = await registriesNamedFor(path, context);
  return lockfile.packages.flatMap((found) => {
    const oddity = oddityOf(found, usual, named);
    return oddity ? [toDetection(found, oddity)] : [];
  });
}

/** What most entries have, where enough of them agree to call another one odd. */
interface Usual {
  readonly host: string | undefined;
  readonly isEncrypted: boolean;
  readonly hasIntegrity: boolean;
  /** Scopes of which the usual host holds a package. */
  readonly scopes: ReadonlySet<string>;
}

interface Oddity {
  readonly message: string;
  /** What it is, for the fingerprint. */
  readonly kind: string;
  readonly severity: Severity;
}

function oddityOf(found: Package, usual: Usual, named: ReadonlySet<string>): Oddity | undefined {
  const source = withoutSecrets(found.resolved ?? '');
  if (found.kind === 'git') {
    const plain = source.startsWith('git://');
    return {
      message: `comes from a Git repository (${source.replace(/#.*$/, '')})${plain ? ' over an unencrypted connection' : ''}, past the registry and its hashes`,
      kind: `git ${source}`,
      severity: plain ? 'high' : 'low',
    };
  }
  if (found.kind !== 'registry' || found.resolved === undefined) return undefined;
  const url = parseUrl(found.resolved);
  if (!url) return undefined;
  if (
    usual.host !== undefined &&
    url.host !== usual.host &&
    !named.has(url.host) &&
    !isPrivateScope(found, usual)
  )
    return {
      message: `comes from ${url.host}, while the other packages come from ${usual.host}`,
      kind: `host ${url.host}`,
      severity: 'high',
    };
  if (url.protocol === 'http:' && usual.isEncrypted)
    return {
      message: `is fetched from ${url.host} over an unencrypted connection`,
      kind: 'http',
      severity: 'medium',
    };
  if (found.integrity === undefined && usual.hasIntegrity && !found.groups.includes('bundled'))
    return {
      message: 'has no integrity hash, while the other packages have one',
      kind: 'integrity',
      severity: 'medium',
    };
  return undefined;
}

/** A scope of which the usual host has nothing is the mark of a private registry. */
function isPrivateScope(found: Package, usual: Usual): boolean {
  const scope = scopeOf(found.name);
  return scope !== undefined && !usual.scopes.has(scope);
}

function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
}

function usualOf(packages: readonly Package[]): Usual {
  const sources = packages
    .filter((found) => found.kind === 'registry')
    .map((found) => ({ found, url: parseUrl(found.resolved ?? '') }))
    .filter(({ url }) => url !== undefined);
  const isMost = (count: number): boolean => sources.length > 1 && count * 3 >= sources.length * 2;
  const counts = new Map<string, number>();
  for (const { url } of sources) counts.set(url?.host ?? '', (counts.get(url?.host ?? '') ?? 0) + 1);
  const host = [...counts].find(([, count]) => isMost(count))?.[0];
  const atHome = sources.filter(({ url }) => url?.host === host);
  return {
    host,
    isEncrypted: isMost(sources.filter(({ url }) => url?.protocol === 'https:').length),
    hasIntegrity: isMost(sources.filter(({ found }) => found.integrity !== undefined).length),
    scopes: new Set(atHome.map(({ found }) => scopeOf(found.name)).filter((scope) => scope !== undefined)),
  };
}

/** The hosts of the registries that `.npmrc` names, beside the lockfile and at the root. */
async function registriesNamedFor(path: string, context: Context): Promise<Set<string>> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const hosts = new Set<string>();
  for (const file of new Set([`${folder}.npmrc`, '.npmrc'])) {
    const text = await context.read(file);
    for (const match of (text ?? '')
      .slice(0, 100_000)
      .matchAll(/^\s{0,20}(?:@[^\s:=]{1,200}:)?registry\s{0,5}=\s{0,5}(\S{1,500})/gm)) {
      const url = parseUrl(match[1] ?? '');
      if (url) hosts.add(url.host);
    }
  }
  return hosts;
}

function parseUrl(text: string): URL | undefined {
  if (!/^https?:\/\//.test(text)) return undefined;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** An address as a reader may see it. */
function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '');
}

function toDetection(found: Package, { message, kind, severity }: Oddity): Detection {
  return {
    ruleId: insecureDependencySource.id,
    title: `Insecure source of ${found.name}`,
    message: `${found.name}${found.version && ` ${found.version}`} ${message}.`,
    range: {
      startLine: found.line,
      startColumn: found.column,
      endLine: found.line,
      endColumn: found.endColumn,
    },
    severity,
    anchor: `${found.name}@${found.version} ${kind}`,
    scope: '',
  };
}
