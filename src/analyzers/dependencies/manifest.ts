import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { Context } from '../../model/analyzer.js';
import type { Range } from '../../model/location.js';
import type { Comparison } from './comparison.js';
import type { Package } from './package.js';

/** The line of a manifest that asks for a package. */
export interface ManifestLine {
  readonly path: string;
  /** From the name to the end of what is asked for. */
  readonly range: Range;
  /** What is asked for, as `^1.2.0`. */
  readonly wanted: string;
  /** Of `wanted`, without the quotes. */
  readonly wantedRange: Range;
  /** The change put it so: it did not stand there before, or asked for something else. */
  readonly isChanged: boolean;
}

/** Manifests of this length are generated, if they exist at all. */
const maxLength = 1_000_000;

const manifests: Readonly<Record<string, { readonly name: string; readonly sections: readonly string[] }>> = {
  npm: {
    name: 'package.json',
    sections: ['dependencies', 'devDependencies', 'optionalDependencies'],
  },
  Packagist: { name: 'composer.json', sections: ['require', 'require-dev'] },
};

/** Finds what the manifest beside the lockfile asks of a direct dependency, on the head side. */
export async function findManifestLine(
  found: Package,
  comparison: Comparison,
  context: Context,
): Promise<ManifestLine | undefined> {
  const manifest = manifests[found.ecosystem];
  if (!manifest || comparison.side !== 'head') return undefined;
  const path = beside(comparison.path, manifest.name);
  if (path === comparison.path) return undefined;
  const name = found.alias ?? found.name;
  const line = findLine((await context.read(path)) ?? '', manifest.sections, name);
  if (!line) return undefined;
  const { other } = context;
  const before = other && (await other.read(beside(other.path, manifest.name)));
  const isChanged = before !== undefined && findLine(before, manifest.sections, name)?.wanted !== line.wanted;
  return { ...line, path, isChanged };
}

function beside(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name;
}

function findLine(
  text: string,
  sections: readonly string[],
  name: string,
): Pick<ManifestLine, 'range' | 'wanted' | 'wantedRange'> | undefined {
  if (text.length > maxLength) return undefined;
  const root = parseTree(text);
  if (!root) return undefined;
  for (const section of sections) {
    const value = findNodeAtLocation(root, [section, name]);
    const key = value?.parent?.children?.[0];
    if (value?.type !== 'string' || !key || typeof value.value !== 'string') continue;
    const range = rangeOf(text, key, value);
    if (range.startLine !== range.endLine) continue;
    const end = range.endColumn - 1;
    const start = end - (value.length - 2);
    return { range, wanted: value.value, wantedRange: { ...range, startColumn: start, endColumn: end } };
  }
  return undefined;
}

function rangeOf(text: string, first: Node, last: Node): Range {
  const placeOf = (offset: number): { line: number; column: number } => {
    const before = text.slice(0, offset);
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  };
  const start = placeOf(first.offset);
  const end = placeOf(last.offset + last.length);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** What to ask for instead to get at least `fixed`, in the manner of what is asked for; undefined where that is no plain version, or the update is a larger one. */
export function raise(wanted: string, fixed: string): string | undefined {
  const parts = /^(\^|~|>=)?(v?)(\d{1,9})\.(\d{1,9})(?:\.\d{1,9})?(?:[-+][\w.-]{1,60})?$/.exec(wanted);
  const target = /^(\d{1,9})\.(\d{1,9})\.\d{1,9}(?:[-+][\w.-]{1,60})?$/.exec(fixed);
  if (!parts || !target) return undefined;
  const [, operator = '', v = '', major, minor] = parts;
  // Below 1.0.0 a minor version may break what uses it: semver.org, 4.
  const isCompatible = target[1] === major && (major !== '0' || target[2] === minor);
  return isCompatible ? `${operator}${v}${fixed}` : undefined;
}
