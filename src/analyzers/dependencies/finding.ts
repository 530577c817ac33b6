import type { Detection } from '../../model/finding.js';
import type { Package, Place } from './package.js';

/** A finding on the line of a package's entry. */
export function findingOn(
  found: Package,
  detection: Omit<Detection, 'range' | 'scope' | 'anchor'> & {
    /** What it is besides the package, whose version does not count. */
    readonly what: string;
  },
): Detection {
  const { what, ...rest } = detection;
  return { ...rest, range: rangeOf(found), anchor: `${found.name} ${what}`, scope: '' };
}

function rangeOf({ line, column, endColumn }: Place): Detection['range'] {
  return { startLine: line, startColumn: column, endLine: line, endColumn };
}

/** `axios 1.7.9`. */
export function nameOf({ name, version }: Package): string {
  return version === '' ? name : `${name} ${version}`;
}
