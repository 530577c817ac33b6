import { serve } from '../syntax/worker.js';
import { parseDocker } from './formats/docker-parse.js';
import type { ParseTask, Syntaxes } from './formats/parsers.js';
import { parseScript } from './formats/script-parse.js';
import { parseTerraform } from './formats/terraform-parse.js';
import { parseToml } from './formats/toml-parse.js';
import { parseYaml } from './formats/yaml-parse.js';

/** The worker in which untrusted configuration is parsed. */
serve<ParseTask, Syntaxes[keyof Syntaxes]>(async ({ syntax, text }) => {
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
});
