import type { Context } from '../../model/analyzer.js';
import type { TraceStep } from '../../model/finding.js';
import type { Location } from '../../model/location.js';
import type { PackageUse, WantedPackage } from '../../model/package-use.js';
import { type Language, languages } from './import-languages.js';
import { folderOf } from './lockfiles/paths.js';

/** Where this repository's own code uses a package. */
export interface Uses {
  /** The first few, production code before tests: where a function is called that was asked for, or else the import. */
  readonly places: readonly TraceStep[];
  /** Files that import it. */
  readonly files: number;
  readonly isOnlyInTests: boolean;
  /** Of the functions that were asked for, those that a file calls which imports the package. */
  readonly called: readonly string[];
  /** Everything was read that could import it: no file means that it is not imported. */
  readonly isWhole: boolean;
}

/** Read at most, of one repository: some calls on GitHub, and well under a second of work. */
const mostFiles = 400;
const mostCharacters = 12_000_000;
const longestFile = 500_000;
const longestMilliseconds = 8000;
const readAtOnce = 50;
/** Files of which another analyzer is asked what they do with a package; each is parsed. */
const mostAsked = 60;
const askedAtOnce = 8;
/** Of names that one statement imports. */
const longestStatement = 2100;
const shownPlaces = 3;

const notOwn =
  /(?:^|\/)(?:node_modules|bower_components|\.git|\.yarn|\.venv|site-packages)\/|\.min\.[cm]?js$|\.d\.[cm]?ts$/;
/** What is built or taken over, as a rule; code of one's own, and then nobody knows what it imports. */
const perhapsOwn = /(?:^|\/)(?:vendor|third_party|dist|build|out)\//;
/** `go mod vendor` keeps what the lockfile lists there. */
const goVendor = /(?:^|\/)vendor\/modules\.txt$/;
const inVendor = /(?<=^|\/)vendor\//g;
const test =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|cypress)\/|[._-](?:test|spec|stories)\.[cm]?[jt]sx?$|_test\.(?:go|py|rb)$|(?:^|\/)test_[^/]{1,100}\.py$/;

type Surroundings = Pick<Context, 'read' | 'list' | 'uses'>;

/**
 * Looks for imports of packages in the code of the repository, nearest to the lockfile first, as far as the bounds above
 * go. The text alone decides which files may import one; what they do with it is read off their syntax where another
 * analyzer knows that. Undefined for an ecosystem whose code does not name packages.
 */
export async function findUses(
  ecosystem: string,
  wanted: readonly WantedPackage[],
  lockfile: string,
  around: Surroundings,
): Promise<ReadonlyMap<string, Uses> | undefined> {
  const language = languages[ecosystem];
  if (!language || wanted.length === 0) return undefined;
  const deadline = Date.now() + longestMilliseconds;
  const { files, isWhole } = await readFiles(language, wanted, lockfile, around, deadline);
  files.sort((a, b) => Number(test.test(a.path)) - Number(test.test(b.path)));
  const seen = around.uses ? await readSyntax(files, wanted, around.uses, deadline) : files;
  return new Map(wanted.map(({ name }) => [name, toUses(name, seen, isWhole && language.isExact)]));
}

/** What a text says. */
interface SeenFile {
  readonly path: string;
  readonly text: string;
  readonly uses: ReadonlyMap<string, SeenUse>;
  /** The last names, without their ending, of what it imports by a path. */
  readonly files: ReadonlySet<string>;
}

interface SeenUse {
  readonly isImport: boolean;
  readonly location: Location;
  readonly called: readonly string[];
  /** What happens at the place. */
  readonly message: string;
}

async function readFiles(
  language: Language,
  wanted: readonly WantedPackage[],
  lockfile: string,
  { read, list }: Surroundings,
  deadline: number,
): Promise<{ readonly files: SeenFile[]; readonly isWhole: boolean }> {
  const listed = await list();
  const vendored = new Set(listed.filter((path) => goVendor.test(path)).map(folderOf));
  const isVendored = (path: string): boolean =>
    [...path.matchAll(inVendor)].some(({ index }) => vendored.has(path.slice(0, index + 'vendor/'.length)));
  const all = listed.filter((path) => language.files.test(path) && !notOwn.test(path) && !isVendored(path));
  const own = all.filter((path) => !perhapsOwn.test(path));
  const near = orderByNearness(own, lockfile);
  const files: SeenFile[] = [];
  let characters = 0;
  // Without any code, as where one lockfile is audited by itself, there is none that could be said not to import it.
  let isWhole = own.length === all.length && own.length > 0 && near.length <= mostFiles;
  for (let at = 0; at < near.length && at < mostFiles; at += readAtOnce) {
    if (Date.now() > deadline || characters > mostCharacters) return { files, isWhole: false };
    const paths = near.slice(at, Math.min(at + readAtOnce, mostFiles));
    for (const [index, text] of (await Promise.all(paths.map((path) => read(path)))).entries()) {
      if (text === undefined || text.length > longestFile) {
        isWhole = false;
        continue;
      }
      characters += text.length;
      files.push(look(paths[index] ?? '', text, language, wanted));
    }
  }
  return { files, isWhole };
}

/**
 * Has the files looked at by their syntax whose text imports a package; and where an advisory names functions, those that
 * get the package from one of them.
 */
async function readSyntax(
  files: readonly SeenFile[],
  wanted: readonly WantedPackage[],
  uses: NonNullable<Context['uses']>,
  deadline: number,
): Promise<SeenFile[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const handedOn = new Map<string, WantedPackage[]>();
  const asked = new Set<string>();
  let left = mostAsked;
  const ask = async (
    some: readonly SeenFile[],
    wantedOf: (file: SeenFile) => WantedPackage[],
  ): Promise<void> => {
    for (let at = 0; at < some.length && left > 0 && Date.now() < deadline; at += askedAtOnce) {
      const part = some.slice(at, at + Math.min(askedAtOnce, left));
      left -= part.length;
      for (const { path } of part) asked.add(path);
      const answers = await Promise.all(part.map((file) => uses(file, wantedOf(file))));
      for (const [index, file] of part.entries()) {
        const answer = answers[index];
        if (!answer) continue;
        const used = answer.filter(({ imported, calls }) => imported !== undefined || calls.length > 0);
        byPath.set(file.path, { ...file, uses: new Map(used.map((use) => [use.name, toSeen(file, use)])) });
        for (const { name } of answer.filter((use) => use.isHandedOn)) {
          const of = wanted.filter((one) => one.name === name && one.functions.length > 0);
          handedOn.set(baseOf(file.path), [...(handedOn.get(baseOf(file.path)) ?? []), ...of]);
        }
      }
    }
  };
  await ask(
    files.filter((file) => file.uses.size > 0),
    (file) => wanted.filter(({ name }) => file.uses.has(name)),
  );
  const gets = (file: SeenFile): WantedPackage[] => [
    ...new Set([...file.files].flatMap((name) => handedOn.get(name) ?? [])),
  ];
  // A file that hands it on may have it from another one that does.
  for (let before = -1; before < asked.size;) {
    before = asked.size;
    await ask(
      files.filter((file) => !asked.has(file.path) && gets(file).length > 0),
      gets,
    );
  }
  return [...byPath.values()];
}

function toSeen({ path, text }: SeenFile, { name, imported, calls }: PackageUse): SeenUse {
  const [first] = calls;
  const range = first?.range ?? imported ?? { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const end = range.endLine === range.startLine ? range.endColumn : endOfLine(text, range.startLine);
  return {
    isImport: imported !== undefined,
    location: { path, ...range, endLine: range.startLine, endColumn: end },
    called: calls.map((call) => call.function),
    message: first ? `${first.function} is called here, where the flaw is` : `${name} is imported here`,
  };
}

function endOfLine(text: string, line: number): number {
  return (text.split('\n')[line - 1] ?? '').length + 1;
}

/** `paint` of `src/paint.ts`, and of `src/paint/index.ts` what an import of the folder names. */
function baseOf(path: string): string {
  return /([^/]*?)(?:\/index)?(?:\.\w{1,6})?$/.exec(path)?.[1] ?? '';
}

function look(path: string, text: string, language: Language, wanted: readonly WantedPackage[]): SeenFile {
  const uses = new Map<string, SeenUse>();
  const files = new Set<string>();
  for (const match of text.matchAll(language.imports)) {
    const module = match[1] ?? '';
    if (/^[.@~#]/.test(module)) files.add(baseOf(module));
    for (const { name, functions } of wanted) {
      if (uses.has(name) || !isOf(module, name, language)) continue;
      if (language.isErased?.(text.slice(Math.max(0, match.index - longestStatement), match.index)) === true)
        continue;
      uses.set(name, {
        isImport: true,
        location: locationOf(path, text, match.index, match[0]),
        called: functions.filter((one) => isCalled(one, text)),
        message: `${name} is imported here`,
      });
    }
  }
  return { path, text, uses, files };
}

function isOf(module: string, name: string, { modules, separator }: Language): boolean {
  return modules(name).some((one) => module === one || module.startsWith(one + separator));
}

function isCalled(qualified: string, text: string): boolean {
  const name = /(\w{2,80})$/.exec(qualified)?.[1];
  if (name === undefined) return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const isWord = !/\w/.test(text[at - 1] ?? ' ');
    if (isWord && /^\s{0,3}[(<{!]/.test(text.slice(at + name.length, at + name.length + 5))) return true;
  }
  return false;
}

function locationOf(path: string, text: string, index: number, matched: string): Location {
  const start = index + (/^\s*/.exec(matched)?.[0].length ?? 0);
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  const end = text.indexOf('\n', start);
  const lineLength = (end < 0 ? text.length : end) - start;
  return {
    path,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column + Math.max(1, lineLength),
  };
}

function toUses(name: string, seen: readonly SeenFile[], isWhole: boolean): Uses {
  const using = seen.filter(({ uses }) => uses.has(name));
  const found = using.flatMap(({ uses }) => uses.get(name) ?? []);
  return {
    places: found.slice(0, shownPlaces).map(({ location, message }) => ({ location, message })),
    files: found.filter(({ isImport }) => isImport).length,
    isOnlyInTests: using.length > 0 && using.every(({ path }) => test.test(path)),
    called: [...new Set(found.flatMap(({ called }) => called))],
    isWhole,
  };
}

/** Files below the lockfile's folder come first, the others by how many folders they share with it. */
function orderByNearness(paths: readonly string[], lockfile: string): string[] {
  const folders = lockfile.split('/').slice(0, -1);
  const shared = (path: string): number => {
    const parts = path.split('/');
    let count = 0;
    while (count < folders.length && parts[count] === folders[count]) count++;
    return count;
  };
  return paths
    .map((path) => ({ path, shared: shared(path), isTest: test.test(path) }))
    .sort((a, b) => b.shared - a.shared || Number(a.isTest) - Number(b.isTest) || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}
