import { foldBlanks } from '../../model/finding.js';
import { shorten } from '../escape.js';
import { findCommandLines } from './command-lines.js';

/** What a person asks for in a comment. */
export type Command =
  | { readonly name: 'help' | 'review' }
  | { readonly name: 'explain'; readonly rule: string }
  | {
      readonly name: 'ignore';
      /** The beginning of a fingerprint; without it the finding of the thread that the comment stands in. */
      readonly finding?: string;
      /** YYYY-MM-DD */
      readonly until?: string;
      readonly reason: string;
    }
  | { readonly name: 'unignore'; readonly finding?: string }
  | { readonly name: 'baseline'; readonly reason: string }
  | { readonly name: 'unknown'; readonly text: string }
  /** There were more than are obeyed. */
  | { readonly name: 'surplus' };

export const commandNames = ['help', 'review', 'explain', 'ignore', 'unignore', 'baseline'] as const;

/** More in one comment is a mistake, or worse. */
export const maxCommands = 10;

/** The commands of a comment in order. */
export function parseCommands(body: string): Command[] {
  const lines = findCommandLines(body);
  const commands = lines.slice(0, maxCommands).map(parseCommand);
  return lines.length > maxCommands ? [...commands, { name: 'surplus' }] : commands;
}

function parseCommand(line: string): Command {
  const [name, rest] = splitWord(line);
  const unknown = { name: 'unknown', text: shorten(line, 100) } as const;
  switch (name) {
    case '':
      return { name: 'help' };
    case 'help':
    case 'review':
      return rest === '' ? { name } : unknown;
    case 'explain':
      return { name, rule: shorten(rest.replace(/^`+|`+$/g, ''), 100) };
    case 'ignore':
      return { name, ...parseIgnore(rest) };
    case 'unignore': {
      const finding = findingIn(rest);
      return rest === '' || finding !== undefined ? { name, ...(finding && { finding }) } : unknown;
    }
    case 'baseline':
      return { name, reason: parseReason(rest) };
    default:
      return unknown;
  }
}

function parseIgnore(text: string): { finding?: string; until?: string; reason: string } {
  const [first, afterFirst] = splitWord(text);
  const finding = findingIn(first);
  const rest = finding === undefined ? text : afterFirst;
  const until = /^until\s+(\d{4}-\d\d-\d\d)(?=\s|$)/.exec(rest);
  return {
    ...(finding !== undefined && { finding }),
    ...(until?.[1] !== undefined && { until: until[1] }),
    reason: parseReason(until ? rest.slice(until[0].length) : rest),
  };
}

/** As in the baseline, and short enough for a line of the check run. */
const maxReasonLength = 500;

/** One line that holds at least a letter or a digit; otherwise nothing. */
function parseReason(text: string): string {
  const reason = foldBlanks(text.replace(/^\s*[:-]\s+/, ''));
  return /[\p{L}\p{N}]/u.test(reason) ? shorten(reason, maxReasonLength) : '';
}

/** With a digit, so that no English word is taken for one. */
function findingIn(word: string): string | undefined {
  const text = word.replace(/^`+|[`:,]+$/g, '').toLowerCase();
  return /^(?=.*\d)[0-9a-f]{8,32}$/.test(text) ? text : undefined;
}

function splitWord(text: string): [string, string] {
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  return [word, rest];
}
