import { LineTable } from '../../syntax/tree.js';
import { judgeDocument, type DocumentRule, type Format } from '../rule.js';
import type { Instruction, Word } from './docker-syntax.js';
import type { Parsers } from './parsers.js';
import { withoutVersion } from './image.js';

/** A Dockerfile as its stages; what stands before the first `FROM` is in `globals`. */
export interface Dockerfile {
  readonly path: string;
  readonly text: string;
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly from: Instruction;
  /** The image as it is written. */
  readonly reference: Word;
  /** The image with the defaults of global arguments filled in; undefined where one has none. */
  readonly image: string | undefined;
  readonly name: string | undefined;
  /** The earlier stage that it goes on from. */
  readonly base: Stage | undefined;
  /** What follows the `FROM`. */
  readonly instructions: readonly Instruction[];
  /** Built when no target is named. */
  readonly final: boolean;
}

export type DockerRule = DocumentRule<Dockerfile>;

/** Dockerfiles and Containerfiles. */
export function docker(parsers: Parsers, rules: readonly DockerRule[]): Format {
  return {
    rules,
    wants: (path) =>
      /(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:\.[^/]+)?|[^/]+\.(?:dockerfile|Dockerfile|containerfile|Containerfile))$/.test(
        path,
      ) && !/\.dockerignore$/.test(path),
    async judge(file, _side, context) {
      const parsed = await parsers.parse('docker', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      if ('unparsed' in parsed) return [];
      return judgeDocument({ ...file, ...stagesOf(parsed.instructions) }, rules);
    },
  };
}

/** The instructions of a keyword. */
export function instructionsOf(stage: Stage, ...keywords: readonly string[]): readonly Instruction[] {
  return stage.instructions.filter((instruction) => keywords.includes(instruction.keyword));
}

/** What a stage is called in fingerprints: its name, or the image it starts from, whatever the version, which changes with each update. */
export function nameOf(stage: Stage): string {
  return stage.name ?? withoutVersion(stage.reference.text);
}

function stagesOf(instructions: readonly Instruction[]): Pick<Dockerfile, 'globals' | 'stages'> {
  const starts = instructions.flatMap((instruction, index) =>
    instruction.keyword === 'FROM' ? [index] : [],
  );
  const globals = instructions.slice(0, starts[0]);
  const defaults = defaultsOf(globals);
  const stages: Stage[] = [];
  for (const [order, start] of starts.entries()) {
    const from = instructions[start];
    const reference = from?.words[0];
    if (!from || !reference) continue;
    const image = fill(reference.text, defaults);
    stages.push({
      from,
      reference,
      image,
      name: from.words[1]?.text.toUpperCase() === 'AS' ? from.words[2]?.text : undefined,
      base: stages.find(
        (stage) => stage.name !== undefined && stage.name.toLowerCase() === image?.toLowerCase(),
      ),
      instructions: instructions.slice(start + 1, starts[order + 1]),
      final: order === starts.length - 1,
    });
  }
  return { globals, stages };
}

function defaultsOf(globals: readonly Instruction[]): Map<string, string> {
  const defaults = new Map<string, string>();
  for (const { keyword, words } of globals)
    for (const { text } of keyword === 'ARG' ? words : []) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
      const filled = value === undefined ? undefined : fill(value.replace(/^(["'])(.*)\1$/s, '$2'), defaults);
      if (name !== undefined && filled !== undefined && filled !== '') defaults.set(name, filled);
    }
  return defaults;
}

/** Longer than any image's name; arguments that double each other stop here. */
const maxText = 1000;

/** Fills `$NAME`, `${NAME}` and `${NAME:-default}` in; undefined where one has no value or the form is another. */
function fill(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let known = text.length <= maxText;
  const filled = text.replace(
    /\$(?:(\w+)|\{(\w+)(?::-([^{}$]*))?\})/g,
    (_whole, plain: string | undefined, braced: string | undefined, fallback: string | undefined) => {
      const value = values.get(plain ?? braced ?? '') ?? fallback;
      known &&= value !== undefined;
      return value ?? '';
    },
  );
  return known && filled.length <= maxText && !filled.includes('$') ? filled : undefined;
}
