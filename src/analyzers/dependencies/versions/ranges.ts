import { satisfies as satisfiesPep440, validRange as validPep440 } from '@renovatebot/pep440';
import { satisfies as satisfiesRuby } from '@renovatebot/ruby-semver';
import { satisfies as satisfiesSemver, validRange } from 'semver';
import { isInComposerRange } from './composer-range.js';
import { isInIntervals } from './intervals.js';
import { compareVersions } from './index.js';

/**
 * Whether a version is one that a range of its ecosystem's manifests asks for; undefined where the range is not understood,
 * as with a tag, an address or an expression of a build script.
 */
export function isInRange(ecosystem: string, version: string, range: string): boolean | undefined {
  if (range.length > longest || version.length > longest) return undefined;
  return Object.hasOwn(readers, ecosystem) ? readers[ecosystem]?.(version, range.trim()) : undefined;
}

/** Real ranges are far shorter. */
const longest = 500;

type IsInRange = (version: string, range: string) => boolean | undefined;

const readers: Readonly<Record<string, IsInRange>> = {
  npm: isInSemverRange,
  'crates.io': (version, range) => isInSemverRange(version, fromCargo(range)),
  PyPI: (version, range) => {
    const alternatives = range.split(/\s*\|\|?\s*/).map(fromPoetry);
    if (alternatives.some((one) => one !== '' && !validPep440(one))) return undefined;
    return alternatives.some((one) => one === '' || satisfiesPep440(version, one, { prereleases: true }));
  },
  RubyGems: (version, range) => {
    const parts = range.split(',').map((part) => part.trim());
    if (!parts.every((part) => /^(?:[<>]=?|!=|=|~>)?\s{0,5}\d[\w.-]{0,200}$/.test(part))) return undefined;
    return parts.every((part) => satisfiesRuby(version, part));
  },
  Packagist: isInComposerRange,
  // Without brackets it is what Maven takes unless something else settles it.
  Maven: (version, range) =>
    /^[[(]/.test(range)
      ? isInIntervals('Maven', version, range)
      : compareVersions('Maven', version, range) === 0,
  NuGet: (version, range) => {
    if (/^[[(]/.test(range)) return isInIntervals('NuGet', version, range);
    const order = compareVersions('NuGet', version, range.replace(/(?:\.?\*|-\*)$/, '') || '0');
    return order === undefined ? undefined : order >= 0;
  },
  // A manifest names the least version; the build takes the greatest of those that are named.
  Go: (version, range) => {
    const order = compareVersions('Go', version, range);
    return order === undefined ? undefined : order >= 0;
  },
};

function isInSemverRange(version: string, range: string): boolean | undefined {
  if (validRange(range, true) === null) return undefined;
  return satisfiesSemver(version, range, { loose: true, includePrerelease: true });
}

/** Cargo takes a bare version for a caret range, and separates with commas what npm separates with blanks. */
function fromCargo(range: string): string {
  return range
    .split(',')
    .map((part) => part.trim().replace(/^(?=\d)(?!.*\*)/, '^'))
    .join(' ');
}

/** Poetry and Pipenv add carets, tildes, bare versions and `*` to the specifiers of PEP 440. */
function fromPoetry(range: string): string {
  return range
    .split(',')
    .map((part) => part.trim())
    .map((part) => {
      if (part === '*') return '';
      const [, operator, version = '', rest = ''] = /^([\^~])?\s*(\d+(?:\.\d+)*)(\S*)$/.exec(part) ?? [];
      if (version === '') return part;
      if (operator === undefined) return `==${version}${rest}`;
      const numbers = version.split('.').map(Number);
      const nonZero = numbers.findIndex((number) => number > 0);
      const caret = nonZero < 0 ? numbers.length - 1 : nonZero;
      const place = operator === '^' ? caret : Math.min(1, numbers.length - 1);
      const end = numbers.slice(0, place + 1).map((number, index) => (index === place ? number + 1 : number));
      return `>=${version}${rest},<${end.join('.')}`;
    })
    .filter((part) => part !== '')
    .join(',');
}
