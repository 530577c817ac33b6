import type { SourceKind } from '../package.js';

export interface DepPath {
  /** Undefined where the path alone does not say. */
  readonly name: string | undefined;
  /** Empty where the path alone does not say. */
  readonly version: string;
  readonly kind: SourceKind;
}

/**
 * What the path says by which pnpm knows a package: `name@1.0.0(peer@2.0.0)`, before version 9 with a slash or a host in
 * front, before version 6 `/name/1.0.0_peer@2.0.0`. Undefined where it is no such path.
 */
export function parseDepPath(path: string, resolution: ReadonlyMap<string, string>): DepPath | undefined {
  const bare = withoutPeers(path);
  if (/^(?:file|link|workspace):/.test(bare))
    return { name: undefined, version: '', kind: kindOf(bare, resolution) };
  const at = bare.startsWith('/') ? bare.indexOf('@', 2) : bare.indexOf('@', 1);
  const name = at < 0 ? '' : bare.slice(bare.startsWith('/') ? 1 : 0, at);
  const source = bare.slice(at + 1);
  if (at >= 0 && isName(name)) {
    const isVersion = versionPattern.test(source);
    const kind = isVersion ? 'registry' : kindOf(source, resolution);
    return { name, version: isVersion ? source : '', kind };
  }
  return fromOldPath(bare, resolution);
}

/** Of version 5, or with a host in front. */
function fromOldPath(path: string, resolution: ReadonlyMap<string, string>): DepPath | undefined {
  const parts = path.split('/');
  if (parts.length < 2) return undefined;
  const hosted = /^[^/]*\/((?:@[^/@]+\/)?[^/@]+)@([^/]+)$/.exec(path);
  const version = hosted?.[2] ?? (parts.at(-1) ?? '').replace(/_.*$/, '');
  const name = hosted?.[1] ?? parts.slice(parts.at(-3)?.startsWith('@') ? -3 : -2, -1).join('/');
  if (versionPattern.test(version) && isName(name) && !isGit(resolution))
    return { name, version, kind: 'registry' };
  return { name: undefined, version: '', kind: kindOf(path, resolution) };
}

const versionPattern = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/;

function isName(text: string): boolean {
  return /^(?:@[^/@:\s]+\/)?[^/@:\s]+$/.test(text);
}

function isGit(resolution: ReadonlyMap<string, string>): boolean {
  return (
    resolution.has('commit') || /^https:\/\/codeload\.github\.com\//.test(resolution.get('tarball') ?? '')
  );
}

function kindOf(source: string, resolution: ReadonlyMap<string, string>): SourceKind {
  if (resolution.has('directory') || /^(?:link|workspace):/.test(source)) return 'link';
  if (source.startsWith('file:')) return 'file';
  const hosts = /^(?:git[+@:]|ssh:|(?:github|gitlab|bitbucket)\.(?:com|org)\/)|\.git(?:#|$)/;
  return isGit(resolution) || hosts.test(source) ? 'git' : 'http';
}

/** Without the packages that a path names as those that it is used with. */
export function withoutPeers(path: string): string {
  const bracket = path.indexOf('(');
  return bracket < 0 ? path : path.slice(0, bracket);
}
