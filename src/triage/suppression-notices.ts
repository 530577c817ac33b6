import type { Problem } from '../model/problem.js';
import { isCovered, whyNotCounting } from './acceptance.js';
import type { Suppression } from './suppressions.js';
import type { FileFindings, TriageOptions } from './triage.js';

/**
 * What a reader has to know of the suppressions in a file: each that the change adds, those that do not count for what
 * the change introduces, and what only looks like one. `knownRuleIds` are those of the rules that ran.
 */
export function tellSuppressions(
  file: FileFindings,
  options: TriageOptions,
  knownRuleIds: ReadonlySet<string>,
): Problem[] {
  const tell = (line: number, message: string): Problem => ({
    kind: 'notice',
    path: file.path,
    line,
    message,
  });
  const faulty = file.suppressions.faulty
    .filter((fault) => fault.isAdded)
    .map((fault) => tell(fault.line, fault.message));
  const valid = file.suppressions.valid.flatMap((suppression) => {
    const message = messageOf(suppression, file, options, knownRuleIds);
    return message === undefined ? [] : [tell(suppression.line, message)];
  });
  return [...faulty, ...valid];
}

function messageOf(
  suppression: Suppression,
  { introduced, standing, isWhole }: FileFindings,
  options: TriageOptions,
  knownRuleIds: ReadonlySet<string>,
): string | undefined {
  const names = suppression.ruleIds.map((id) => `\`${id}\``).join(', ');
  const subject = suppression.isAdded ? 'This change suppresses' : 'A comment suppresses';
  const covered = (suppression.isAdded ? standing : introduced).filter((one) => isCovered(one, suppression));
  const why = covered
    .map((finding) => whyNotCounting(suppression, finding.ruleId, options))
    .find((reason) => reason !== undefined);
  if (why !== undefined) return `${subject} ${names} here, which does not count: ${why}`;
  if (!suppression.isAdded) return undefined;
  if (covered.length > 0) return `${subject} ${names} here: ${suppression.reason}`;
  const isKnown = isWhole && suppression.ruleIds.every((id) => knownRuleIds.has(id));
  return `${subject} ${names} here${isKnown ? ', where nothing is found' : ''}: ${suppression.reason}`;
}
