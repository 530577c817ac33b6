import { codeModels } from '../../src/analyzers/code/code-models.js';
import { inspectFile, type FileInspection } from '../../src/analyzers/code/inspect.js';
import { createRepository } from '../../src/analyzers/code/repository.js';
import { loadParser, type GrammarName, type SyntaxParser } from '../../src/analyzers/syntax/parser.js';

let parsers: Promise<ReadonlyMap<GrammarName, SyntaxParser>> | undefined;

/** Runs the code analyzer in this process, without workers, on one of the given files. */
export async function inspect(
  path: string,
  files: Readonly<Record<string, string>>,
): Promise<FileInspection> {
  return inspectAt(path, (asked) => files[asked]);
}

/** The same, where the other files are read when they are asked for. */
export async function inspectAt(
  path: string,
  read: (path: string) => string | undefined,
): Promise<FileInspection> {
  const names = ['typescript', 'tsx', 'javascript'] as const;
  parsers ??= Promise.all(names.map(async (name) => [name, await loadParser(name)] as const)).then(
    (all) => new Map(all),
  );
  return inspectFile(path, createRepository(await parsers, read), codeModels);
}
