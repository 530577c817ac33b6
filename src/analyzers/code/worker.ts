import { loadParser, type GrammarName, type SyntaxParser } from '../syntax/parser.js';
import { serve } from '../syntax/worker.js';
import { codeModels } from './code-models.js';
import { inspectFile, type FileInspection } from './inspect.js';
import { createRepository } from './repository.js';

/** One file to look at. */
export interface CodeTask {
  readonly path: string;
  readonly text: string;
  /** Whether data may enter in it that is worth following into other files. */
  readonly follows: boolean;
  /** Whether its functions may do harm with what a caller outside the package gives them. */
  readonly offers: boolean;
}

serve<CodeTask, FileInspection>(async ({ path, text, follows, offers }, read) => {
  const repository = createRepository(await loadParsers(), (asked) =>
    asked === path ? text : follows || offers ? read(asked) : undefined,
  );
  return inspectFile(path, repository, codeModels, offers);
});

let parsers: Promise<ReadonlyMap<GrammarName, SyntaxParser>> | undefined;

function loadParsers(): Promise<ReadonlyMap<GrammarName, SyntaxParser>> {
  const names = ['typescript', 'tsx', 'javascript'] as const;
  parsers ??= Promise.all(names.map(async (name) => [name, await loadParser(name)] as const)).then(
    (all) => new Map(all),
  );
  return parsers;
}
