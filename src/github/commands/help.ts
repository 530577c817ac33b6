import { suggest } from '../../config/nearest.js';
import type { Rule } from '../../model/rule.js';
import { plain } from '../escape.js';
import { commandNames } from './command.js';

/** What each command does, as a table. */
export const helpText = `Each command stands alone on its line, and needs write permission. Edited comments are not obeyed.

| Command | |
| --- | --- |
| \`/scrutineer help\` | shows this |
| \`/scrutineer review\` | reviews the latest commit again |
| \`/scrutineer explain RULE\` | says what a rule finds, why, and how to fix it |
| \`/scrutineer ignore FINDING reason…\` | accepts a finding in this pull request; in the finding's own thread without FINDING. \`until YYYY-MM-DD\` before the reason ends it |
| \`/scrutineer unignore FINDING\` | takes that back |
| \`/scrutineer baseline reason…\` | opens a pull request that accepts all findings that are left |

FINDING is the id of 12 characters that the check run and each comment show.`;

/** What is said of something that is no command. */
export function unknownText(text: string): string {
  const [word = ''] = text.split(/\s/);
  const isKnown = commandNames.some((name) => name === word);
  const nearest = isKnown ? '' : suggest(word, commandNames).replace(/^;/, ',');
  return isKnown
    ? `\`${word}\` was not understood as it was written.\n\n${helpText}`
    : `There is no command “${plain(word)}”${nearest || '.'}\n\n${helpText}`;
}

/** The text of `explain`, or a sentence that says why there is none. */
export function explainRule(
  id: string,
  rules: readonly Rule[],
): { readonly isKnown: boolean; readonly text: string } {
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) {
    if (id === '') return { isKnown: false, text: 'Name the rule: `/scrutineer explain RULE`.' };
    const known = rules.map((candidate) => candidate.id);
    return { isKnown: false, text: `There is no rule “${plain(id)}”${suggest(id, known) || '.'}` };
  }
  const cwe = rule.cwe.map(
    (number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`,
  );
  return {
    isKnown: true,
    text: [
      `**${rule.title}** (\`${rule.id}\`, ${rule.severity})`,
      rule.description.trim(),
      `**How to fix it.** ${rule.remediation.trim()}`,
      [...cwe, ...rule.references.map((address) => `<${address}>`)].join(' · '),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  };
}
