import type { Example } from '../../../../model/rule.js';
import type { Instruction } from '../../formats/docker-syntax.js';
import { nameOf, type DockerRule } from '../../formats/docker.js';
import type { Hit, WrittenRule } from '../../rule.js';

interface InstructionRule extends Omit<WrittenRule, 'languages' | 'asvs' | 'examples'> {
  readonly keywords: readonly string[];
  readonly bad: readonly string[];
  readonly good: readonly string[];
  /** Gets the text of the instruction as it is written, without its keyword. */
  look(instruction: Instruction, text: string): Iterable<Omit<Hit, 'scope'>>;
}

/** A rule that looks at one instruction at a time. */
export function instructionRule({ keywords, bad, good, look, ...rule }: InstructionRule): DockerRule {
  const example = (text: string): Example => ({
    path: 'Dockerfile',
    text: `FROM alpine:3.22\n${text}\nUSER 10001\n`,
  });
  return {
    ...rule,
    asvs: [],
    languages: ['docker'],
    examples: { bad: bad.map(example), good: good.map(example) },
    *check({ text, stages }) {
      for (const stage of stages)
        for (const instruction of stage.instructions)
          if (keywords.includes(instruction.keyword))
            for (const hit of look(instruction, bodyOf(instruction, text)))
              yield { ...hit, scope: nameOf(stage) };
    },
  };
}

/** A hit for each command of a script that matches. */
export function* matchesIn(
  instruction: Instruction,
  text: string,
  pattern: RegExp,
  message: string,
): Iterable<Omit<Hit, 'scope'>> {
  const from = instruction.words[0]?.start ?? instruction.start;
  for (const match of text.matchAll(pattern))
    yield { message, span: { start: from + match.index, end: from + match.index + match[0].length } };
}

function bodyOf({ words, start, end }: Instruction, text: string): string {
  return text.slice(words[0]?.start ?? start, words.at(-1)?.end ?? end);
}
