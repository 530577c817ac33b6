import { posix } from 'node:path';
import { loadParser, type GrammarName, type SyntaxParser } from '../syntax/parser.js';
import type { EntryPoint } from '../../model/entry-point.js';
import type { PackageUse, WantedPackage } from '../../model/package-use.js';
import { listing } from '../syntax/side.js';
import { serve, type ReadFileNow } from '../syntax/worker.js';
import { lookingWith } from './code-models.js';
import { entryPointsOf } from './entry-points.js';
import { inspectFile, type FileInspection } from './inspect.js';
import { createFindProject, type FindProject } from './project.js';
import type { Relevance } from './prefilter/prefilter.js';
import { createFindModule, type FindModule } from './modules/find-module.js';
import { createRepository } from './repository.js';
import { candidates } from './modules/candidates.js';
import { importedSpecifiers } from './reexports.js';
import { isBeside } from './surroundings.js';
import { usesIn } from './uses.js';

/** One file to look at. */
export interface CodeTask extends Relevance {
  readonly path: string;
  /** Left out where the worker needs it of few such files; it then asks for it. */
  readonly text: string | undefined;
  /** Tells the sides of reviews apart; what was read of one serves its other files. */
  readonly view: number;
  /** Asks which files the package offers whose `package.json` the path is, and nothing of the file. */
  readonly lists?: boolean;
  /** Asks for the ways in that the file opens, and for nothing else. */
  readonly ways?: boolean;
  /** Asks what the file does with these packages, and for nothing else. */
  readonly wanted?: readonly WantedPackage[];
  /** What the configuration says of functions of its own, as JSON. */
  readonly said?: string;
}

serve<CodeTask, FileInspection>(async (task, read) => {
  const { path, follows, offers, checked, passes, asked } = task;
  const { readFile, findProject, findModule, offersSome, list } = viewOf(task.view, read);
  if (task.lists) return { detections: [], problems: [], offered: offeredBy(findProject, path, list()) };
  if (task.ways)
    return { detections: [], problems: [], ways: await waysOf(path, task.text ?? '', findProject) };
  if (task.wanted) {
    const uses = await usesOf(path, task.text ?? '', task.wanted, { readFile, findProject, findModule });
    return { detections: [], problems: [], ...(uses && { uses }) };
  }
  const isOffered = findProject(path)?.offers(path);
  const mayPass = (passes || asked) && !offers && isOffered === true;
  const text = task.text ?? (mayPass ? (readFile(path) ?? '') : '');
  const isEntry =
    (offers && isOffered !== false) || (mayPass && (asked || offersSome(path, text, task.said)));
  if (!follows && !checked && !isEntry) return { detections: [], problems: [] };
  // What a test hands to the code that it tests, it does on purpose.
  const goesOn = (follows || offers || isEntry) && !isBeside(path, findProject);
  const reach = (asked: string): string | undefined =>
    asked === path ? text : goesOn ? readFile(asked) : undefined;
  const repository = createRepository(
    await loadParsers(),
    reach,
    findProject,
    goesOn ? findModule : undefined,
  );
  return inspectFile(path, repository, lookingWith(task.said).models(), offers || isEntry, task.interest);
});

async function waysOf(path: string, text: string, findProject: FindProject): Promise<readonly EntryPoint[]> {
  const repository = createRepository(
    await loadParsers(),
    (asked) => (asked === path ? text : undefined),
    findProject,
  );
  const unit = repository.open(path);
  return unit ? entryPointsOf(unit) : [];
}

async function usesOf(
  path: string,
  text: string,
  wanted: readonly WantedPackage[],
  { readFile, findProject, findModule }: Pick<View, 'readFile' | 'findProject' | 'findModule'>,
): Promise<readonly PackageUse[] | undefined> {
  const read = (asked: string): string | undefined => (asked === path ? text : readFile(asked));
  const repository = createRepository(await loadParsers(), read, findProject, findModule);
  const unit = repository.open(path);
  return unit && usesIn(unit, wanted, repository.resolve);
}

function offeredBy(find: FindProject, manifest: string, paths: Iterable<string>): readonly string[] {
  const project = find(manifest);
  return [...paths].filter((path) => find(path) === project && project?.offers(path) === true);
}

let parsers: Promise<ReadonlyMap<GrammarName, SyntaxParser>> | undefined;

function loadParsers(): Promise<ReadonlyMap<GrammarName, SyntaxParser>> {
  const names = ['typescript', 'tsx', 'javascript'] as const;
  parsers ??= Promise.all(names.map(async (name) => [name, await loadParser(name)] as const)).then(
    (all) => new Map(all),
  );
  return parsers;
}

/** What this worker knows of a side of a repository. */
interface View {
  readonly list: () => ReadonlySet<string>;
  readonly readFile: ReadFileNow;
  readonly findProject: FindProject;
  readonly findModule: FindModule;
  /** Whether one of the files that a file uses may do harm with what a caller gives it, also by what a configuration says. */
  readonly offersSome: (path: string, text: string, said: string | undefined) => boolean;
}

const views = new Map<number, View>();
/** The two sides of a review, and those of the one before while its last files come in. */
const maxViews = 4;
/** Characters of files that are kept for the next one that imports them. */
const maxKept = 8_000_000;

/** Files that are looked at to see whether what a package offers leads to harm in them. */
const maxUsed = 24;

/** Asks for the paths of a side once, so that of the many names that an import may stand for only a file is asked for. */
function viewOf(id: number, read: ReadFileNow): View {
  const known = views.get(id);
  if (known) return known;
  let paths: ReadonlySet<string> | undefined;
  const texts = new Map<string, string | undefined>();
  let kept = 0;
  const list = (): ReadonlySet<string> => (paths ??= new Set(read(listing)?.split(listing)));
  const readFile: ReadFileNow = (path) => {
    if (!list().has(path)) return undefined;
    if (texts.has(path)) return texts.get(path);
    const text = read(path);
    kept += text?.length ?? 0;
    if (kept > maxKept) {
      texts.clear();
      kept = 0;
    }
    texts.set(path, text);
    return text;
  };
  const offering = new Map<string, boolean>();
  // Only what is asked in a review, which goes by one configuration, says which: the first that asks may ask for something else.
  const offers = (path: string, said: string | undefined): boolean => {
    const known = offering.get(path);
    if (known !== undefined) return known;
    const relevance = lookingWith(said).prefilter(readFile(path) ?? '', path);
    const found = relevance?.offers === true || relevance?.asked === true;
    offering.set(path, found);
    return found;
  };
  const view: View = {
    list,
    readFile,
    offersSome: (path, text, said) =>
      importedSpecifiers(text)
        .slice(0, maxUsed)
        .flatMap((specifier) => candidates(posix.join(posix.dirname(path), specifier), posix.extname(path)))
        .some((used) => list().has(used) && offers(used, said)),
    findProject: createFindProject(readFile),
    findModule: createFindModule({ read: readFile, has: (path) => list().has(path), list }),
  };
  views.set(id, view);
  for (const oldest of views.keys()) if (views.size > maxViews) views.delete(oldest);
  return view;
}
