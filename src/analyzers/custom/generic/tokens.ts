/** A word, a number, or a single character that is neither. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** Splits any text into tokens, as generic patterns see it. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\n|[A-Za-z0-9_]+|[^\sA-Za-z0-9_]/g;
  let line = 1;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '\n') line++;
    else tokens.push({ text: match[0], start: match.index, end: pattern.lastIndex, line });
  }
  return tokens;
}
