import { compareMaven } from './maven.js';
import { compareNuGet } from './nuget.js';
import { comparePackagist } from './packagist.js';
import { comparePyPI } from './pypi.js';
import { compareRubyGems } from './rubygems.js';
import { compareSemver } from './semver.js';

/** Orders two versions; undefined where the ecosystem has no such versions. */
export type CompareVersions = (a: string, b: string) => number | undefined;

/** How each ecosystem orders its versions, by its OSV name. */
export const versionOrders: Readonly<Record<string, CompareVersions>> = {
  npm: compareSemver,
  PyPI: comparePyPI,
  Go: compareSemver,
  'crates.io': compareSemver,
  RubyGems: compareRubyGems,
  Packagist: comparePackagist,
  Maven: compareMaven,
  NuGet: compareNuGet,
  'GitHub Actions': compareSemver,
};

/** Orders two versions of an ecosystem, by its OSV name; undefined where one of them is none, or the ecosystem is not known. */
export function compareVersions(ecosystem: string, a: string, b: string): number | undefined {
  return Object.hasOwn(versionOrders, ecosystem) ? versionOrders[ecosystem]?.(a, b) : undefined;
}
