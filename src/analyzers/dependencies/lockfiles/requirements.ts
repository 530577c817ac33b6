import type {
  Group,
  Lockfile,
  LockfileFormat,
  Package,
  Place,
  SourceKind,
  Surroundings,
} from '../package.js';
import { folderOf, resolvePath } from './paths.js';
import { createProblems, type Problems } from './problems.js';
import { normalizePython } from './python.js';
import { createWayTo } from './reach.js';

/** What pip installs from, with what it includes: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export const requirements: LockfileFormat = {
  name: 'requirements.txt',
  matches: isRequirements,
  parse: parseRequirements,
};

/** What pip-tools and uv make a `requirements.txt` from. */
export const requirementsIn: LockfileFormat = {
  name: 'requirements.in',
  matches: (path) => isRequirements(path.replace(/\.in$/, '.txt')) && path.endsWith('.in'),
  parse: parseRequirements,
  lockedBy: (path) => [path.replace(/\.in$/, '.txt'), `${folderOf(path)}requirements.txt`],
};

function isRequirements(path: string): boolean {
  return /(?:^|[/._-])(?:requirements|constraints)(?:[._-][^/]*)?\.txt$|(?:^|\/)requirements\/[^/]+\.txt$/i.test(
    path,
  );
}

/** More levels of files that include others are taken for a circle. */
const mostFiles = 30;

async function parseRequirements(text: string, around: Surroundings): Promise<Lockfile> {
  const problems = createProblems();
  const found: Package[] = [];
  const pins = new Map<string, string>();
  const open: Open[] = [{ path: around.path, text, at: undefined, isConstraint: false }];
  const seen = new Set([around.path]);
  // Grows on the way.
  for (const file of open) {
    const isDev = /(?:^|[/._-])(?:dev|test|tests|lint|docs?|ci)(?:[/._-]|$)/i.test(file.path);
    for (const line of joinLines(file.text)) {
      const include = /^(?:-r|--requirement|-c|--constraint)(?:\s+|=)?(\S+)/.exec(line.text);
      if (include) {
        const one = await openInclude(include, line, file, around, problems, seen);
        if (one && open.length < mostFiles) open.push(one);
        continue;
      }
      const one = parseLine(line, isDev ? ['dev'] : [], file.at);
      if (one === 'unclear' && !file.at)
        problems.incomplete(line.number, 'This line is not a requirement, and was not understood.');
      if (one === undefined || one === 'unclear') continue;
      if (!file.isConstraint) found.push(one);
      else if (one.version !== '') pins.set(one.name, one.version);
    }
  }
  return {
    packages: found.map((one) => pinned(one, pins)),
    problems: problems.list,
    wayTo: waysOf(found, text),
  };
}

/** A constraint does not install a package, and settles its version where another one does. */
function pinned(found: Package, pins: ReadonlyMap<string, string>): Package {
  const version = found.version === '' && found.kind === 'registry' ? pins.get(found.name) : undefined;
  return version === undefined ? found : { ...found, version, range: undefined };
}

/**
 * What pip-tools and uv generate says in comments who asks for a package: `# via flask`, `# via -r requirements.in`. Without
 * such comments all is asked for by whoever wrote the file, unless hashes show that it was generated.
 */
function waysOf(found: readonly Package[], text: string): Lockfile['wayTo'] {
  const asking = askingIn(text);
  const names = new Map(found.map(({ path, name }) => [path, name]));
  if (asking.size === 0)
    return found.some(({ integrity }) => integrity !== undefined)
      ? () => undefined
      : (path) => [names.get(path) ?? path];
  const paths = new Map(found.map(({ path, name }) => [name, path]));
  const requires = new Map<string, string[]>();
  for (const { name, path } of found)
    for (const one of asking.get(name) ?? []) requires.set(one, [...(requires.get(one) ?? []), path]);
  return createWayTo({
    roots: found.flatMap(({ name, path }) =>
      (asking.get(name) ?? []).some((one) => paths.has(one)) ? [] : [path],
    ),
    next: (path) => requires.get(names.get(path) ?? '') ?? [],
    nameOf: (path) => names.get(path) ?? path,
  });
}

/** For each package, the names of those that ask for it. */
function askingIn(text: string): Map<string, string[]> {
  const asking = new Map<string, string[]>();
  let name = '';
  for (const line of text.split('\n')) {
    const required = /^([A-Za-z0-9][\w.-]*)/.exec(line)?.[1];
    if (required !== undefined) name = normalizePython(required);
    const comment = /(?:^|\s)#\s{0,10}(via\b)?(.*)$/.exec(line);
    if (
      !comment ||
      name === '' ||
      (comment[1] === undefined && (!asking.has(name) || required !== undefined))
    )
      continue;
    const told = (comment[2] ?? '').split(',').map((one) => one.trim().split(/\s/)[0] ?? '');
    asking.set(name, [...(asking.get(name) ?? []), ...told.filter(Boolean).map(normalizePython)]);
  }
  return asking;
}

interface Open {
  readonly path: string;
  readonly text: string;
  /** Where the first file includes it; undefined in the first file. */
  readonly at: Place | undefined;
  readonly isConstraint: boolean;
}

interface Line {
  readonly text: string;
  /** From 1, of its first line, and of its first character. */
  readonly number: number;
  readonly column: number;
}

async function openInclude(
  [option, target = '']: RegExpExecArray,
  line: Line,
  file: Open,
  around: Surroundings,
  problems: Problems,
  seen: Set<string>,
): Promise<Open | undefined> {
  const path = resolvePath(file.path, target);
  const isConstraint = file.isConstraint || /^(?:-c|--constraint)/.test(option);
  if (path === undefined || seen.has(path)) return undefined;
  seen.add(path);
  // A file that is read for its own name is not read twice; what it pins counts here as well.
  if (!isConstraint && (isRequirements(path) || path.endsWith('.in')) && (await around.list()).includes(path))
    return undefined;
  const text = await around.read(path);
  if (text === undefined) {
    problems.notice(
      file.at?.line ?? line.number,
      `The included file \`${target.slice(0, 200)}\` could not be read.`,
    );
    return undefined;
  }
  const column = line.column;
  return {
    path,
    text,
    at: file.at ?? { line: line.number, column, endColumn: column + line.text.length },
    isConstraint,
  };
}

/** Lines without comments, with those joined that a backslash continues. */
function joinLines(text: string): Line[] {
  const lines: Line[] = [];
  let open: { text: string; number: number; column: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const content = raw.replace(/(?:^|\s)#.*$/, '').trimEnd();
    const isContinued = content.endsWith('\\');
    const part = isContinued ? content.slice(0, -1) : content;
    open ??= { text: '', number: index + 1, column: part.length - part.trimStart().length + 1 };
    open.text += part;
    if (isContinued) continue;
    if (open.text.trim() !== '') lines.push({ ...open, text: open.text.trim() });
    open = undefined;
  }
  if (open && open.text.trim() !== '') lines.push({ ...open, text: open.text.trim() });
  return lines;
}

/** Undefined where the line asks for no package. */
function parseLine(
  line: Line,
  groups: readonly Group[],
  at: Place | undefined,
): Package | 'unclear' | undefined {
  const editable = /^(?:-e|--editable)(?:\s+|=)/.exec(line.text);
  if (!editable && line.text.startsWith('-')) return undefined;
  const text = editable ? line.text.slice(editable[0].length) : line.text;
  const hashes = [...text.matchAll(/\s--hash[=\s]+(\S+)/g)].map(([, hash]) => hash);
  const [requirement = ''] = text.split(/\s--|;/);
  const [, name, extras = '', rest = ''] =
    /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*(.*)$/.exec(requirement.trim()) ?? [];
  const place = at ?? placeOf(line, name ?? text);
  const common = {
    ecosystem: 'PyPI',
    ...place,
    groups,
    integrity: hashes.length > 0 ? hashes.join(' ') : undefined,
  };
  const address = rest.startsWith('@')
    ? rest.slice(1).trim()
    : /^(?:[a-z+]+:\/\/|\.{0,2}\/|file:)/.test(text) || editable
      ? text.split(/\s/)[0]
      : undefined;
  if (address !== undefined) {
    const named = rest.startsWith('@') ? name : /[#&]egg=([\w.-]+)/.exec(address)?.[1];
    if (named === undefined) return undefined;
    return {
      ...common,
      name: normalizePython(named),
      version: '',
      path: `${normalizePython(named)} @ ${address}`,
      kind: kindOf(address),
      resolved: address,
    };
  }
  if (name === undefined || (rest !== '' && !/^\(?\s*(?:[<>=!~]=?|===)/.test(rest))) return 'unclear';
  const exact = /^={2,3}\s*([^\s,*;]+)$/.exec(rest.trim())?.[1];
  const version = exact ?? '';
  const range = exact === undefined ? rest.replace(/^\(|\)$/g, '').trim() || '*' : undefined;
  const from = line.text.indexOf(version, (name + extras).length);
  const versionPlace =
    exact === undefined || at || hashes.length > 0 || from < 0
      ? undefined
      : { line: line.number, column: line.column + from, endColumn: line.column + from + version.length };
  return {
    ...common,
    name: normalizePython(name),
    version,
    range,
    path: `${normalizePython(name)}${extras}${rest}`,
    kind: 'registry',
    versionPlace,
  };
}

function placeOf({ text, number, column }: Line, shown: string): Place {
  const from = column + Math.max(0, text.indexOf(shown));
  return { line: number, column: from, endColumn: from + shown.length };
}

function kindOf(address: string): SourceKind {
  if (/^(?:git|hg|svn|bzr)\+/.test(address)) return 'git';
  if (/^https?:/.test(address)) return 'http';
  return /\.(?:whl|zip|tar\.gz|tgz)(?:#|$)/.test(address) ? 'file' : 'link';
}
