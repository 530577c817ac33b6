import type { DocumentRule, Format } from '../rule.js';
import { dataFormat, type DataFile } from './data-file.js';
import type { Parsers } from './parsers.js';
import { at, entriesOf, textOf, type YamlEntry, type YamlNode } from './yaml-syntax.js';

/** The manifest of a package of npm, as to what it runs. */
export interface PackageJson extends DataFile {
  readonly scripts: readonly Script[];
}

export interface Script {
  readonly name: string;
  readonly text: string;
  readonly node: YamlNode;
  /** Runs by itself when the package, or the repository, is installed. */
  readonly onInstall: boolean;
}

export type PackageRule = DocumentRule<PackageJson>;

/** `package.json`: its scripts. What it depends on is the business of another analyzer. */
export function packageJson(parsers: Parsers, rules: readonly PackageRule[]): Format {
  return dataFormat(parsers, rules, {
    wants: (path) => /(?:^|\/)package\.json$/.test(path) && !/(?:^|\/)node_modules\//.test(path),
    syntax: () => 'yaml',
    holds: (text) => /"scripts"\s*:/.test(text),
    read: (file) => ({ ...file, scripts: entriesOf(at(file.root, 'scripts')).flatMap(scriptOf) }),
  });
}

/** Longer scripts are made by no person. */
const maxScript = 3000;

const hooks = new Set(['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare']);

function scriptOf({ name, value }: YamlEntry): Script[] {
  const text = textOf(value);
  return text === undefined || text.length > maxScript
    ? []
    : [{ name, text, node: value, onInstall: hooks.has(name) }];
}

/** Where a part of a script stands in the file, if it stands there as it is read. */
export function placeIn({ node }: Script, part: string, { text }: DataFile): { start: number; end: number } {
  const start = text.slice(node.start, node.end).indexOf(part);
  return start < 0 ? node : { start: node.start + start, end: node.start + start + part.length };
}
