import type { Context } from '../../model/analyzer.js';
import type { Location } from '../../model/location.js';

/** Where this repository's own code uses a package. */
export interface Uses {
  /** The first few, production code before tests. */
  readonly places: readonly Location[];
  /** Files that import it. */
  readonly files: number;
  readonly isOnlyInTests: boolean;
  /** Of the functions that were asked for, those that a file calls which imports the package. */
  readonly called: readonly string[];
  /** Everything was read that could import it: no file means that it is not imported. */
  readonly isWhole: boolean;
}

export interface Wanted {
  readonly name: string;
  /** Functions by name, as advisories have them: `Client.Do`, `hyper::body::to_bytes`. */
  readonly functions: readonly string[];
}

/** How code names what it imports. */
interface Language {
  readonly files: RegExp;
  /** Its first group is what is imported. */
  readonly imports: RegExp;
  /** What a package can be imported as; a file imports it that names one of these, or something below it. */
  readonly modules: (name: string) => readonly string[];
  readonly separator: string;
  /** Packages are imported by their own names, so that not to find one means that it is not imported. */
  readonly isExact: boolean;
}

const languages: Readonly<Record<string, Language>> = {
  npm: {
    files: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/,
    imports: /(?:\bfrom|\bimport|\brequire(?:\.resolve)?)\s{0,20}\(?\s{0,20}['"`]([^'"`\n]{1,214})['"`]/g,
    modules: (name) => [name],
    separator: '/',
    isExact: true,
  },
  Go: {
    files: /\.go$/,
    imports: /^[ \t]{0,20}(?:import[ \t]{1,20})?(?:[\w.]{1,60}[ \t]{1,20})?"([^"\n]{1,300})"/gm,
    modules: (name) => [name],
    separator: '/',
    isExact: true,
  },
  PyPI: {
    files: /\.pyi?$/,
    imports: /^[ \t]{0,80}(?:from|import)[ \t]{1,20}([\w.]{1,200})/gm,
    modules: (name) => [name.replaceAll('-', '_'), name.replaceAll('-', '.')],
    separator: '.',
    isExact: false,
  },
  'crates.io': {
    files: /\.rs$/,
    imports: /\b([a-z]\w{0,63})::/g,
    modules: (name) => [name.replaceAll('-', '_')],
    separator: '::',
    isExact: false,
  },
  RubyGems: {
    files: /\.rb$/,
    imports: /^[ \t]{0,20}require[ \t]{1,20}['"]([\w/.-]{1,100})['"]/gm,
    modules: (name) => [name, name.replaceAll('-', '/')],
    separator: '/',
    isExact: false,
  },
};

/** Read at most, of one repository: some calls on GitHub, and well under a second of work. */
const mostFiles = 400;
const mostCharacters = 12_000_000;
const longestFile = 500_000;
const longestMilliseconds = 8000;
const readAtOnce = 50;
const shownPlaces = 3;

const notOwn =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|dist|build|out|\.git|\.yarn|\.venv|site-packages)\/|\.min\.[cm]?js$|\.d\.ts$/;
const test =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|cypress)\/|[._-](?:test|spec|stories)\.[cm]?[jt]sx?$|_test\.(?:go|py|rb)$|(?:^|\/)test_[^/]{1,100}\.py$/;

/**
 * Looks for imports of packages in the code of the repository, nearest to the lockfile first, as far as the bounds above
 * go. Undefined for an ecosystem whose code does not name packages.
 */
export async function findUses(
  ecosystem: string,
  wanted: readonly Wanted[],
  lockfile: string,
  { read, list }: Pick<Context, 'read' | 'list'>,
): Promise<ReadonlyMap<string, Uses> | undefined> {
  const language = languages[ecosystem];
  if (!language || wanted.length === 0) return undefined;
  const all = (await list()).filter((path) => language.files.test(path) && !notOwn.test(path));
  const near = orderByNearness(all, lockfile);
  const seen: SeenFile[] = [];
  const deadline = Date.now() + longestMilliseconds;
  let characters = 0;
  let isWhole = near.length <= mostFiles;
  for (let at = 0; at < near.length && at < mostFiles; at += readAtOnce) {
    if (Date.now() > deadline || characters > mostCharacters) {
      isWhole = false;
      break;
    }
    const paths = near.slice(at, Math.min(at + readAtOnce, mostFiles));
    for (const [index, text] of (await Promise.all(paths.map((path) => read(path)))).entries()) {
      if (text === undefined || text.length > longestFile) {
        isWhole = false;
        continue;
      }
      characters += text.length;
      seen.push(look(paths[index] ?? '', text, language, wanted));
    }
  }
  seen.sort((a, b) => Number(test.test(a.path)) - Number(test.test(b.path)));
  return new Map(wanted.map(({ name }) => [name, toUses(name, seen, isWhole && language.isExact)]));
}

interface SeenFile {
  readonly path: string;
  readonly imports: ReadonlyMap<string, { readonly location: Location; readonly called: readonly string[] }>;
}

function look(path: string, text: string, language: Language, wanted: readonly Wanted[]): SeenFile {
  const imports = new Map<string, SeenFile['imports'] extends ReadonlyMap<string, infer V> ? V : never>();
  for (const match of text.matchAll(language.imports)) {
    const module = match[1] ?? '';
    for (const { name, functions } of wanted) {
      if (imports.has(name) || !isOf(module, name, language)) continue;
      imports.set(name, {
        location: locationOf(path, text, match.index, match[0]),
        called: functions.filter((one) => isCalled(one, text)),
      });
    }
  }
  return { path, imports };
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
  const importing = seen.filter(({ imports }) => imports.has(name));
  const found = importing.flatMap(({ imports }) => imports.get(name) ?? []);
  return {
    places: found.slice(0, shownPlaces).map(({ location }) => location),
    files: importing.length,
    isOnlyInTests: importing.length > 0 && importing.every(({ path }) => test.test(path)),
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
