import { judgeDocument, type DocumentRule, type Format } from '../rule.js';
import type { Span } from './span.js';

/** A file of environment variables. */
export interface EnvFile {
  readonly path: string;
  readonly variables: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  /** Without its quotes; an unquoted value ends before a comment. */
  readonly value: string;
  /** The line, or with a quoted value of several lines all of them. */
  readonly span: Span;
  /** The value alone, without its quotes. */
  readonly valueSpan: Span;
}

export type EnvRule = DocumentRule<EnvFile>;

/** `.env` and its variants, save the ones that are made to be copied. */
export function env(rules: readonly EnvRule[]): Format {
  return {
    rules,
    wants: isEnvFile,
    async judge(file, _side, context) {
      if (file.text.length > maxText) {
        const message = 'The file is larger than 1 MB and was not reviewed.';
        context.report({ kind: 'incomplete', path: file.path, message });
        return [];
      }
      const variables = parseEnv(file.text);
      if (variables.length > maxVariables) {
        const message = `Only the first ${maxVariables} variables were reviewed.`;
        context.report({ kind: 'incomplete', path: file.path, message });
      }
      return judgeDocument({ path: file.path, variables: variables.slice(0, maxVariables) }, rules);
    },
  };
}

const maxText = 1_048_576;

/** Each is looked at with the others. */
const maxVariables = 3000;

const templates =
  /(?:^|[._-])(?:examples?|samples?|templates?|tmpl|tpl|dist|defaults?|schema|vault)(?:$|[._-])/;

function isEnvFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (!/^\.env(?:rc)?(?:[._-][\w.-]+)?$|^[\w.-]+\.env$|^\.flaskenv$|^\.dev\.vars$/.test(name)) return false;
  return !templates.test(name) && !/\.(?:[cm]?[jt]sx?|d\.ts|md|py|rb|go|php)$/.test(name);
}

/** Parses line by line, as dotenv does; a quoted value may span lines. Linear: each character is looked at once. */
export function parseEnv(text: string): Variable[] {
  const variables: Variable[] = [];
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    let end = newline < 0 ? text.length : newline;
    const line = text.slice(at, Math.min(end, at + maxLine));
    const assignment = /^[ \t]*(?:export[ \t]+)?([\w.-]{1,200})[ \t]*(?:=|:[ \t])[ \t]*/.exec(line);
    const name = assignment?.[1];
    if (assignment && name !== undefined) {
      const start = at + assignment[0].length;
      const quote = text[start];
      const closing =
        quote === '"' || quote === "'" || quote === '`' ? closingQuote(text, quote, start + 1) : -1;
      if (closing >= 0) {
        const after = text.indexOf('\n', closing);
        const value = text.slice(start + 1, closing);
        end = after < 0 ? text.length : after;
        const span = { start: at, end: trimmedEnd(text, at, closing + 1) };
        variables.push({ name, value, span, valueSpan: { start: start + 1, end: closing } });
      } else {
        const value = text
          .slice(start, end)
          .replace(/[ \t]#.*$/s, '')
          .trim();
        const span = { start: at, end: trimmedEnd(text, at, end) };
        variables.push({ name, value, span, valueSpan: { start, end: start + value.length } });
      }
    }
    at = end + 1;
  }
  return variables;
}

/** Names end before this; a longer line is only searched for its value. */
const maxLine = 1000;

/** Values of several lines are keys and certificates; nothing longer is looked for. */
const maxQuoted = 20_000;

function closingQuote(text: string, quote: string, from: number): number {
  const until = Math.min(text.length, from + maxQuoted);
  for (let at = from; at < until; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && /\s/.test(text[trimmed - 1] ?? '')) trimmed--;
  return trimmed;
}
