import { PackageURL } from 'packageurl-js';
import { withoutSecrets } from '../address.js';
import type { Package } from '../package.js';

/**
 * The package URL of a package; undefined where it has no name of its own in a registry: a link, a folder of the repository.
 * https://github.com/package-url/purl-spec
 */
export function purlOf(found: Package): string | undefined {
  const type = types[found.ecosystem];
  if (type === undefined || found.name === '' || found.kind === 'link' || found.kind === 'workspace')
    return undefined;
  const { namespace, name } = split(found);
  if (name === '') return undefined;
  const version = found.version === '' ? undefined : found.version;
  try {
    return new PackageURL(type, namespace, name, version, qualifiersOf(found), undefined).toString();
  } catch {
    // A name that no registry would take; the report of the file shows it as it is.
    return undefined;
  }
}

/** By the ecosystem's OSV name. */
const types: Readonly<Record<string, string>> = {
  npm: 'npm',
  PyPI: 'pypi',
  Go: 'golang',
  'crates.io': 'cargo',
  RubyGems: 'gem',
  Packagist: 'composer',
  Maven: 'maven',
  NuGet: 'nuget',
  'GitHub Actions': 'github',
  Docker: 'docker',
};

function split({ ecosystem, name }: Package): { namespace: string | undefined; name: string } {
  const at = ecosystem === 'Maven' ? name.indexOf(':') : name.lastIndexOf('/');
  if (ecosystem === 'GitHub Actions') {
    const [owner = '', repository = ''] = name.split('/');
    return { namespace: owner, name: repository };
  }
  return at < 0 ? { namespace: undefined, name } : { namespace: name.slice(0, at), name: name.slice(at + 1) };
}

function qualifiersOf(found: Package): Record<string, string> | undefined {
  if (found.resolved === undefined) return undefined;
  const address = withoutSecrets(found.resolved);
  if (found.kind === 'git') return { vcs_url: address };
  return found.kind === 'http' ? { download_url: address } : undefined;
}
