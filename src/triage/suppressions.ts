import { suggest } from '../config/nearest.js';
import { foldBlanks } from '../model/finding.js';
import { suppressionKeyword } from '../model/decision.js';
import { findComments, writeComment } from './comments.js';

/** A comment `scrutineer-ignore RULE[, RULE]: reason`. */
export interface Suppression {
  /** Of the comment, from 1. */
  readonly line: number;
  /** The line whose findings it covers: its own, or where it stands alone the next one that holds anything else. */
  readonly target: number;
  readonly ruleIds: readonly string[];
  readonly reason: string;
  /** The base side has no such comment on such a line. */
  readonly isAdded: boolean;
}

/** A comment that begins like a suppression and is none. */
export interface FaultySuppression {
  readonly line: number;
  readonly message: string;
  readonly isAdded: boolean;
}

export interface Suppressions {
  readonly valid: readonly Suppression[];
  readonly faulty: readonly FaultySuppression[];
}

/**
 * The suppressions in the head side of a file, each with whether the change adds it. One is the same as on the base
 * side only where rules, reason and the covered line's code are, so that moving it to another line adds it anew.
 */
export function findSuppressions(
  head: { readonly path: string; readonly text: string },
  base: { readonly path: string; readonly text: string } | undefined,
  knownRuleIds: readonly string[],
): Suppressions {
  const standing = new Map<string, number>();
  for (const { key } of base ? parseAll(base.text, base.path, knownRuleIds) : [])
    standing.set(key, (standing.get(key) ?? 0) + 1);
  const valid: Suppression[] = [];
  const faulty: FaultySuppression[] = [];
  for (const { key, line, target, ruleIds, reason, faults } of parseAll(head.text, head.path, knownRuleIds)) {
    const left = standing.get(key) ?? 0;
    standing.set(key, left - 1);
    const isAdded = left <= 0;
    if (ruleIds.length > 0 && reason !== '') valid.push({ line, target, ruleIds, reason, isAdded });
    for (const message of faults) faulty.push({ line, message, isAdded });
  }
  return { valid, faulty };
}

/** The suppression of a finding of a rule, as it would be written in a file; undefined where the file knows no comments. */
export function writeSuppression(ruleId: string, reason: string, path: string): string | undefined {
  return writeComment(`${suppressionKeyword} ${ruleId}: ${reason}`, path);
}

interface Parsed {
  readonly key: string;
  readonly line: number;
  readonly target: number;
  /** Those that are known. */
  readonly ruleIds: readonly string[];
  readonly reason: string;
  readonly faults: readonly string[];
}

function parseAll(text: string, path: string, knownRuleIds: readonly string[]): Parsed[] {
  const comments = findComments(text, path, suppressionKeyword);
  if (comments.length === 0) return [];
  const lines = text.split('\n');
  const alone = new Set(comments.filter((comment) => comment.isAlone).map((comment) => comment.line));
  return comments.map((comment) => {
    let target = comment.line;
    while (alone.has(target)) target++;
    const covered = lines[target - 1] ?? '';
    return {
      key: JSON.stringify([comment.text, foldBlanks(covered)]),
      line: comment.line,
      target,
      ...parseText(comment.text, knownRuleIds),
    };
  });
}

function parseText(
  text: string,
  knownRuleIds: readonly string[],
): Pick<Parsed, 'ruleIds' | 'reason' | 'faults'> {
  const colon = text.indexOf(':');
  const names = (colon < 0 ? text : text.slice(0, colon)).split(',').map((name) => name.trim());
  const reason = colon < 0 ? '' : foldBlanks(text.slice(colon + 1)).slice(0, maxReasonLength);
  if (reason === '') {
    const message = `A suppression needs rules and a reason: \`${suppressionKeyword} RULE: reason\`. It does not count.`;
    return { ruleIds: [], reason, faults: [message] };
  }
  const ruleIds = names.filter((name) => knownRuleIds.includes(name));
  const unknown = names.filter((name) => !ruleIds.includes(name)).slice(0, maxTold);
  const faults = unknown.map(
    (name) => `There is no rule \`${clean(name)}\` to suppress${suggest(name, knownRuleIds) || '.'}`,
  );
  return { ruleIds: [...new Set(ruleIds)], reason, faults };
}

const maxReasonLength = 300;
const maxTold = 5;

function clean(name: string): string {
  return name.replaceAll('`', '').slice(0, 60);
}
