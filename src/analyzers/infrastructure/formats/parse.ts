import { parseDocker } from './docker-parse.js';
import { maxText, tooLarge, type Parsers, type Syntaxes } from './parsers.js';
import { parseScript } from './script-parse.js';
import { parseTerraform } from './terraform-parse.js';
import { parseToml } from './toml-parse.js';
import { parseYaml } from './yaml-parse.js';

/** Parses where it is called: in the worker, since the text is not trusted. */
export async function parseText(syntax: keyof Syntaxes, text: string): Promise<Syntaxes[keyof Syntaxes]> {
  switch (syntax) {
    case 'terraform':
      return parseTerraform(text);
    case 'docker':
      return parseDocker(text);
    case 'yaml':
      return parseYaml(text);
    case 'toml':
      return parseToml(text);
    case 'javascript':
    case 'typescript':
      return parseScript(text, syntax);
  }
}

/** Texts kept with their result, since each file of a folder is judged with all the others; in UTF-16 units. */
const maxKept = 16 * 1_048_576;

/** Parsers for what is judged in the worker itself. */
export function createLocalParsers(): Parsers {
  const kept = new Map<string, Promise<Syntaxes[keyof Syntaxes]>>();
  let keptSize = 0;
  return {
    async parse<K extends keyof Syntaxes>(syntax: K, text: string) {
      if (text.length > maxText) return tooLarge;
      const key = `${syntax}\n${text}`;
      let result = kept.get(key);
      if (!result) {
        kept.set(key, (result = parseText(syntax, text)));
        keptSize += key.length;
        for (const oldest of kept.keys()) {
          if (keptSize <= maxKept) break;
          kept.delete(oldest);
          keptSize -= oldest.length;
        }
      }
      return result as Promise<Syntaxes[K]>;
    },
  };
}
