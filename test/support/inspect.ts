import { lookingWith } from '../../src/analyzers/code/code-models.js';
import { inspectFile, type FileInspection } from '../../src/analyzers/code/inspect.js';
import { createFindModule } from '../../src/analyzers/code/modules/find-module.js';
import { createFindProject } from '../../src/analyzers/code/project.js';
import { formatOf } from '../../src/analyzers/code/language.js';
import { createRepository } from '../../src/analyzers/code/repository.js';
import type { DataModels } from '../../src/model/data-models.js';
import { loadParser, type GrammarName, type SyntaxParser } from '../../src/analyzers/syntax/parser.js';

let parsers: Promise<ReadonlyMap<GrammarName, SyntaxParser>> | undefined;

/** Runs the code analyzer in this process, without workers, on one of the given files. */
export async function inspect(
  path: string,
  files: Readonly<Record<string, string>>,
  models?: DataModels,
): Promise<FileInspection> {
  return inspectAt(path, (asked) => files[asked], Object.keys(files), models);
}

/** The same, where the other files are read when they are asked for. */
export async function inspectAt(
  path: string,
  read: (path: string) => string | undefined,
  paths: readonly string[] = [],
  models?: DataModels,
): Promise<FileInspection> {
  const names = ['typescript', 'tsx', 'javascript'] as const;
  parsers ??= Promise.all(names.map(async (name) => [name, await loadParser(name)] as const)).then(
    (all) => new Map(all),
  );
  const looking = lookingWith(models && JSON.stringify(models));
  const relevance =
    looking.prefilter(read(path) ?? '', path) ?? (formatOf(path) && { offers: false, passes: false });
  if (!relevance) return { detections: [], problems: [] };
  const findModule = createFindModule({ read, has: (asked) => paths.includes(asked), list: () => paths });
  const findProject = createFindProject(read);
  const repository = createRepository(await parsers, read, findProject, findModule);
  const isEntry =
    (relevance.passes || ('asked' in relevance && relevance.asked)) &&
    findProject(path)?.offers(path) === true;
  const interest = 'interest' in relevance ? relevance.interest : undefined;
  return inspectFile(path, repository, looking.models(), relevance.offers || isEntry, interest);
}
