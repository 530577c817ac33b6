import { TimeLimitError, WorkerLostError, compiledModule, createPool } from '../../syntax/pool.js';
import type { DockerSyntax } from './docker-syntax.js';
import type { SyntaxFault } from './span.js';
import type { TerraformSyntax } from './terraform-syntax.js';
import type { YamlSyntax } from './yaml-syntax.js';

/** What each parser makes of a text. */
export interface Syntaxes {
  terraform: TerraformSyntax;
  docker: DockerSyntax;
  yaml: YamlSyntax;
  toml: YamlSyntax;
  javascript: YamlSyntax;
  typescript: YamlSyntax;
}

export interface ParseTask {
  readonly syntax: keyof Syntaxes;
  readonly text: string;
}

/** Parses in a worker that is ended when it takes too long. */
export interface Parsers {
  /** Gives what could be read, or only the fault where nothing could. */
  parse<K extends keyof Syntaxes>(syntax: K, text: string): Promise<Syntaxes[K] | Unparsed>;
  close(): Promise<void>;
}

export interface Unparsed {
  readonly unparsed: SyntaxFault;
}

/** In UTF-16 units; `yaml` takes 0.7 s for a megabyte. */
const maxText = 1_048_576;

/** Texts kept with their result, since each file of a folder is judged with all the others. */
const maxKept = 16 * 1_048_576;

export function createParsers(): Parsers {
  const pool = createPool<ParseTask, Syntaxes[keyof Syntaxes]>({
    url: compiledModule('../worker.js', import.meta.url),
    size: 2,
    timeLimit: 5_000,
    patience: 15_000,
    shortTimeLimit: 500,
  });
  const kept = new Map<string, Promise<Syntaxes[keyof Syntaxes] | Unparsed>>();
  let keptSize = 0;

  const run = async (task: ParseTask): Promise<Syntaxes[keyof Syntaxes] | Unparsed> => {
    try {
      return await pool.run(task);
    } catch (error) {
      if (!(error instanceof TimeLimitError) && !(error instanceof WorkerLostError)) throw error;
      return { unparsed: { offset: 0, message: `The file could not be parsed: ${error.message}` } };
    }
  };

  return {
    async parse<K extends keyof Syntaxes>(syntax: K, text: string): Promise<Syntaxes[K] | Unparsed> {
      if (text.length > maxText)
        return { unparsed: { offset: 0, message: 'The file is larger than 1 MB and was not reviewed.' } };
      const key = `${syntax}\n${text}`;
      let result = kept.get(key);
      if (!result) {
        kept.set(key, (result = run({ syntax, text })));
        keptSize += key.length;
        for (const oldest of kept.keys()) {
          if (keptSize <= maxKept) break;
          kept.delete(oldest);
          keptSize -= oldest.length;
        }
      }
      return result as Promise<Syntaxes[K] | Unparsed>;
    },
    close: () => pool.close(),
  };
}
