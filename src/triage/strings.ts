/** Offsets of a literal: from its opening quote to after its closing one. */
export type StringRange = readonly [start: number, end: number];

/**
 * The string, template and regular expression literals of JavaScript or TypeScript, told without parsing. A string that
 * is not closed ends with its line; a slash begins an expression where a value can begin. Linear in the text.
 */
export function findStrings(text: string): StringRange[] {
  const ranges: StringRange[] = [];
  /** Braces that are open in each `${}` around the place. */
  const templates: number[] = [];
  let before = '';
  /** Up to here no expression ends: looking again from each slash would be quadratic. */
  let unclosed = 0;
  const addTemplate = (start: number): number => {
    const { end, isOpen } = skipTemplate(text, start);
    ranges.push([start, end]);
    if (isOpen) templates.push(0);
    return end;
  };
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    const next = skipComment(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    const depth = templates.at(-1);
    if (character === '"' || character === "'") {
      const end = skipQuoted(text, at, character);
      ranges.push([at, end]);
      at = end;
    } else if (character === '`') at = addTemplate(at);
    else if (character === '}' && depth === 0) {
      templates.pop();
      at = addTemplate(at);
    } else if (character === '/' && at >= unclosed && valueMayBegin(text, at, before)) {
      const { end, isClosed } = skipExpression(text, at);
      if (isClosed) ranges.push([at, end]);
      else unclosed = end;
      at = isClosed ? end : at + 1;
    } else {
      if (depth !== undefined && (character === '{' || character === '}'))
        templates[templates.length - 1] = depth + (character === '{' ? 1 : -1);
      at++;
    }
    if (!/\s/.test(character)) before = character;
  }
  return ranges;
}

function skipComment(text: string, at: number): number {
  if (text.startsWith('//', at)) return endOf(text, '\n', at);
  return text.startsWith('/*', at) ? endOf(text, '*/', at + 2) : at;
}

function endOf(text: string, closer: string, from: number): number {
  const end = text.indexOf(closer, from);
  return end < 0 ? text.length : end + closer.length;
}

function skipQuoted(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === quote) return at + 1;
    else if (character === '\n') return at;
  }
  return text.length;
}

/** A piece of a template: to its end, or to after the next `${`. */
function skipTemplate(text: string, start: number): { end: number; isOpen: boolean } {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '`') return { end: at + 1, isOpen: false };
    else if (character === '$' && text.charAt(at + 1) === '{') return { end: at + 2, isOpen: true };
  }
  return { end: text.length, isOpen: false };
}

/** A regular expression: to after its slash, or where it has none on its line, to the line's end. */
function skipExpression(text: string, start: number): { end: number; isClosed: boolean } {
  let isInClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\n') return { end: at, isClosed: false };
    if (character === '\\') at++;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) return { end: at + 1, isClosed: true };
  }
  return { end: text.length, isClosed: false };
}

function valueMayBegin(text: string, at: number, before: string): boolean {
  if (before === '' || '(,=:[!&|?{};+-*%~^'.includes(before)) return true;
  return /\b(?:return|typeof|case|in|of|void|delete|await|yield|do|else)\s{0,20}$/.test(
    text.slice(Math.max(0, at - 30), at),
  );
}
