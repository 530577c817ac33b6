import type { Config } from '../config/schema.js';
import { type Finding, shortOf } from '../model/finding.js';
import type { Location } from '../model/location.js';
import type { Rule } from '../model/rule.js';
import { foldTrace } from '../model/trace.js';
import { dismissal } from './dismissal.js';
import { block, code, plain, sentence, shorten } from './escape.js';
import { linkTo, type LinkBase } from './links.js';
import { markOf } from './mark.js';
import type { Placement } from './placement.js';
import { severityMarks } from './severity-mark.js';

/** GitHub takes 65,536 characters; nobody reads that many. */
const maxTraceSteps = 20;
const maxSuggestionLength = 10_000;

/** What a comment refers to besides its finding. */
export interface CommentContext {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly links: LinkBase;
  /** What lets a finding be dismissed. */
  readonly config: Pick<Config, 'suppressions' | 'lock'>;
  /** The address of a rule's page. */
  readonly rulePage?: ((ruleId: string) => string) | undefined;
  /** Nobody hears commands. */
  readonly isDeaf?: boolean | undefined;
}

/** The text of a comment: what, where from, why it matters, how to fix it, and how to dismiss it. */
export function renderComment(
  { finding, lines, suggestion }: Placement,
  { rules, links, config, rulePage, isDeaf }: CommentContext,
): string {
  const { severity, title, message, confidence, ruleId, location } = finding;
  const rule = rules.get(ruleId);
  const page = rulePage?.(ruleId) ?? rule?.references[0];
  const references = [
    page === undefined ? code(ruleId) : `[${code(ruleId)}](${page})`,
    ...finding.cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`),
    `${confidence} confidence`,
    `finding ${code(shortOf(finding.fingerprint))}`,
  ];
  return [
    markOf(finding.fingerprint),
    `**${severityMarks[severity]} ${capitalize(severity)}: ${plain(shorten(title, 200))}**`,
    // A comment on a whole file stands nowhere near the place.
    (lines ? '' : `${placeLink(location, links)}: `) + sentence(shorten(message, 1000)),
    finding.severityChange && `${capitalize(plain(finding.severityChange.reason))}.`,
    trace(finding, links),
    rule && collapsed('Why it matters', rule.description),
    rule && `**How to fix it.** ${rule.remediation}`,
    suggestion && suggestion.text.length <= maxSuggestionLength && block(suggestion.text, 'suggestion'),
    references.join(' · '),
    collapsed('How to dismiss it', dismissal(finding, config, isDeaf)),
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n\n');
}

function trace(finding: Finding, links: LinkBase): string {
  const steps = foldTrace(finding.trace);
  if (steps.length === 0) return '';
  const lines = steps.slice(0, maxTraceSteps).map(({ location, message }, index) => {
    // In the file that the comment stands in, the line says it.
    const isHere = location.path === finding.location.path;
    const place = isHere
      ? `[Line ${location.startLine}](${linkTo(links, location)})`
      : placeLink(location, links);
    return `${index + 1}. ${place}: ${sentence(shorten(message, 300))}`;
  });
  const left = steps.length - lines.length;
  const more = left > 0 ? [`${lines.length + 1}. ${left} more`] : [];
  return ['**How the data gets here**\n', ...lines, ...more].join('\n');
}

function placeLink(location: Location, links: LinkBase): string {
  return `[${code(`${shorten(location.path, 150)}:${location.startLine}`)}](${linkTo(links, location)})`;
}

function collapsed(label: string, content: string): string {
  return `<details><summary>${label}</summary>\n\n${content}\n\n</details>`;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
