import type { Environment } from '../match/environment.js';
import type { Matching } from '../match/matching.js';
import type { Hit } from './hit.js';

/** Where an expression fits in a text that stands at an offset of the file. Its groups are `$1`, `$2` and so on. */
export function findRegexIn(
  source: string,
  text: string,
  offset: number,
  { regex, budget }: Pick<Matching, 'regex' | 'budget'>,
): Hit[] {
  budget.spend(text.length >> 4);
  return regex(source)
    .findAll(text, budget)
    .map(({ start, end, groups }) => {
      let env: Environment | undefined;
      groups.slice(1).forEach((group, at) => {
        if (group === undefined) return;
        const from = Math.max(start, text.indexOf(group, start));
        const value = { forms: [], text: group, start: offset + from, end: offset + from + group.length };
        env = { name: `$${at + 1}`, value, rest: env };
      });
      return { start: offset + start, end: offset + end, env, role: 'regex' };
    });
}
