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

/** Parses texts that are not trusted. */
export interface Parsers {
  /** Gives what could be read, or only the fault where nothing could. */
  parse<K extends keyof Syntaxes>(syntax: K, text: string): Promise<Syntaxes[K] | Unparsed>;
}

export interface Unparsed {
  readonly unparsed: SyntaxFault;
}

/** In UTF-16 units; `yaml` takes 0.7 s for a megabyte. */
export const maxText = 1_048_576;

export const tooLarge: Unparsed = {
  unparsed: { offset: 0, message: 'The file is larger than 1 MB and was not reviewed.' },
};
