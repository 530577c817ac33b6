import {
  backslash,
  backtick,
  brace,
  bracket,
  classOf,
  close,
  colon,
  dollar,
  greater,
  less,
  letter,
  newline,
  slash,
  star,
  unbrace,
  unbracket,
} from './characters.js';

/** Where a comment ends that begins here; -1 where none does. What follows a colon or a name is an address or a pattern of paths. */
export function endOfComment(text: string, at: number): number {
  const second = text.charCodeAt(at + 1);
  if (second !== slash && second !== star) return -1;
  const before = at === 0 ? newline : text.charCodeAt(at - 1);
  if (before === colon || classOf(before) === letter || before === slash) return -1;
  const end = second === slash ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
  if (end < 0) return text.length;
  return second === slash ? end : end + 2;
}

const operators = /(?:return|typeof|case|in|of|void|delete|await|yield)(?![\w$])/y;

/** Whether a word is one after which an expression begins. */
export function isOperator(text: string, start: number): boolean {
  operators.lastIndex = start;
  return operators.test(text);
}

/** After a name, a bracket or a literal, a slash divides; within markup it closes a tag. */
export function mayBeginPattern(before: number): boolean {
  return (
    before !== close && before !== unbracket && before !== unbrace && before !== less && before !== greater
  );
}

/** Where a regular expression ends that begins here; -1 where the line ends before. */
export function endOfPattern(text: string, from: number): number {
  let isClass = false;
  for (let at = from + 1; at < text.length; at++) {
    const next = text.charCodeAt(at);
    if (next === newline) return -1;
    if (next === backslash) at++;
    else if (next === bracket) isClass = true;
    else if (next === unbracket) isClass = false;
    else if (next === slash && !isClass) return at + 1;
  }
  return -1;
}

/** The closing quote of a text literal; -1 where the line ends before: then it is an apostrophe. */
export function endOfText(text: string, from: number, mark: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const next = text.charCodeAt(at);
    if (next === mark) return at;
    if (next === newline) return -1;
    if (next === backslash) at++;
  }
  return -1;
}

/** Where the text of a template literal is interrupted by `${`, or ends. */
export function endOfTemplatePart(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const next = text.charCodeAt(at);
    if (next === backtick || (next === dollar && text.charCodeAt(at + 1) === brace)) return at;
    if (next === backslash) at++;
  }
  return text.length;
}
