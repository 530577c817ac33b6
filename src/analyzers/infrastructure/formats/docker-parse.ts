import { DockerfileParser, ModifiableInstruction, type Instruction as Parsed } from 'dockerfile-ast';
import type { DockerSyntax, Instruction } from './docker-syntax.js';

/** Parses a Dockerfile; runs in the worker, since many flags or words on one line take quadratic time. */
export function parseDocker(text: string): DockerSyntax {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
  const spanOf = ({ start, end }: ReturnType<Parsed['getRange']>): { start: number; end: number } => ({
    start: (starts[start.line] ?? text.length) + start.character,
    end: (starts[end.line] ?? text.length) + end.character,
  });
  const convert = (parsed: Parsed): Instruction => ({
    keyword: parsed.getKeyword(),
    words: parsed.getArguments().map((word) => ({ text: word.getValue(), ...spanOf(word.getRange()) })),
    flags:
      parsed instanceof ModifiableInstruction
        ? parsed.getFlags().map((flag) => ({
            name: flag.getName(),
            value: flag.getValue() ?? undefined,
            ...spanOf(flag.getRange()),
          }))
        : [],
    ...spanOf(parsed.getRange()),
  });
  return { instructions: DockerfileParser.parse(text).getInstructions().map(convert), error: undefined };
}
