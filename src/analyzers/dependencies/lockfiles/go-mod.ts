import {
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type Place,
  type Surroundings,
} from '../package.js';
import { folderOf } from './paths.js';
import { createProblems, type Problems } from './problems.js';

/** The manifest of a Go module, which since Go 1.17 names all modules that are used: https://go.dev/ref/mod#go-mod-file */
export const goMod: LockfileFormat = {
  name: 'go.mod',
  matches: (path) => /(?:^|\/)go\.mod$/.test(path),
  parse: parseGoMod,
};

/** @throws LockfileError where no line is one of such a file. */
async function parseGoMod(text: string, around: Surroundings): Promise<Lockfile> {
  const problems = createProblems();
  const lines = readLines(text, problems);
  if (lines.length === 0 && problems.list.length > 0)
    throw new LockfileError('The file is not one of a Go module: no line of it was understood.');
  const replacements = lines.filter(({ verb }) => verb === 'replace').map(toReplacement);
  const packages = new Map<string, Package>();
  const direct = new Map<string, string>();
  const add = (found: Package, isDirect: boolean): void => {
    packages.set(found.path, found);
    if (isDirect) direct.set(found.path, found.name);
  };
  for (const { verb, words, place, isIndirect } of lines) {
    if (verb !== 'require') continue;
    const [name = '', version = ''] = words;
    const replacement = replacements.find(
      (one) => one.name === name && (one.version === '' || one.version === version),
    );
    if (replacement) add(toReplaced(replacement), !isIndirect);
    else add({ ...toModule(name, version, place.name), versionPlace: place.version }, !isIndirect);
  }
  const toolchain = toolchainOf(lines);
  if (toolchain) add(toolchain, true);
  if (isFromBefore117(text) && packages.size > 0 && !(await around.list()).includes(sumOf(around.path)))
    problems.notice(undefined, indirectMissing);
  return {
    packages: [...packages.values()],
    problems: problems.list,
    wayTo: (path) => (direct.has(path) ? [direct.get(path) ?? ''] : undefined),
  };
}

const indirectMissing =
  'Before Go 1.17 this file does not name the modules that others ask for, and no go.sum stands beside it, so that only direct ones were reviewed.';

function sumOf(path: string): string {
  return `${folderOf(path)}go.sum`;
}

interface Line {
  readonly verb: string;
  readonly words: readonly string[];
  readonly isIndirect: boolean;
  /** Of the first word behind the verb, and of the second. */
  readonly place: { readonly name: Place; readonly version: Place | undefined };
}

const verbs: ReadonlySet<string> = new Set(
  'module go toolchain godebug require exclude replace retract tool ignore'.split(' '),
);

function readLines(text: string, problems: Problems): Line[] {
  const lines: Line[] = [];
  let block: string | undefined;
  text.split('\n').forEach((raw, index) => {
    const comment = raw.indexOf('//');
    const content = comment < 0 ? raw : raw.slice(0, comment);
    const words = [...content.matchAll(/"[^"]*"|`[^`]*`|[^\s"`]+/g)];
    if (words.length === 0) return;
    const texts = words.map(([word]) => word.replace(/^["`]|["`]$/g, ''));
    if (block !== undefined && texts[0] === ')') {
      block = undefined;
      return;
    }
    const verb = block ?? texts[0] ?? '';
    if (!verbs.has(verb)) {
      problems.incomplete(index + 1, 'This line is not one of a `go.mod`, and was not understood.');
      return;
    }
    const skipped = block === undefined ? 1 : 0;
    if (texts[skipped] === '(') {
      block = verb;
      return;
    }
    const placeOf = (match: RegExpExecArray | undefined): Place | undefined =>
      match && { line: index + 1, column: match.index + 1, endColumn: match.index + match[0].length + 1 };
    lines.push({
      verb,
      words: texts.slice(skipped),
      isIndirect: comment >= 0 && /^\/\/\s*indirect\b/.test(raw.slice(comment)),
      place: {
        name: placeOf(words[skipped]) ?? { line: index + 1, column: 1, endColumn: 1 },
        version: placeOf(words[skipped + 1]),
      },
    });
  });
  return lines;
}

interface Replacement {
  readonly name: string;
  /** Empty where it is for all versions. */
  readonly version: string;
  readonly target: string;
  readonly targetVersion: string;
  readonly place: Place;
}

function toReplacement({ words, place }: Line): Replacement {
  const arrow = words.indexOf('=>');
  return {
    name: words[0] ?? '',
    version: arrow > 1 ? (words[1] ?? '') : '',
    target: words[arrow + 1] ?? '',
    targetVersion: words[arrow + 2] ?? '',
    place: place.name,
  };
}

function toReplaced({ name, target, targetVersion, place }: Replacement): Package {
  const found = { ...toModule(target, targetVersion, place), alias: name === target ? undefined : name };
  return /^\.{0,2}\/|^[A-Za-z]:/.test(target)
    ? { ...found, version: '', kind: 'link', resolved: target }
    : found;
}

function toModule(name: string, version: string, place: Place): Package {
  return {
    ecosystem: 'Go',
    name,
    version: version.replace(/^v/, ''),
    path: `${name}@${version}`,
    ...place,
    kind: 'registry',
    groups: [],
  };
}

/** The standard library: that of the toolchain, or the least one that the module can be built with. */
function toolchainOf(lines: readonly Line[]): Package | undefined {
  const toolchain = lines.find(({ verb, words }) => verb === 'toolchain' && words[0] !== 'default');
  const exact = /^go(\d+(?:\.\d+)*(?:rc\d+|beta\d+)?)/.exec(toolchain?.words[0] ?? '')?.[1];
  if (toolchain && exact !== undefined) return toModule('stdlib', exact, toolchain.place.name);
  const least = lines.find(({ verb }) => verb === 'go');
  const version = least?.words[0];
  if (!least || version === undefined) return undefined;
  return { ...toModule('stdlib', version, least.place.name), range: `>=${version}` };
}

/** Whether a `go.mod` is of a version of Go in which it names direct dependencies alone: https://go.dev/ref/mod#go-mod-file-go */
export function isFromBefore117(manifest: string): boolean {
  const version = /^[ \t]{0,20}go[ \t]{1,20}1\.(\d{1,3})\b/m.exec(manifest);
  return version === null || Number(version[1]) < 17;
}
