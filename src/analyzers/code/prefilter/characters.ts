/** What a character is. */
const other = 0;
export const letter = 1;
export const blank = 2;
/** It begins a text literal, a comment or a regular expression. */
export const quote = 3;

/** By the code of the character; whatever is not ASCII may be part of a name. */
const classes = new Uint8Array(128).map((_, code) => {
  const character = String.fromCharCode(code);
  if (/[\w$]/.test(character)) return letter;
  if (/\s/.test(character)) return blank;
  return /["'`/]/.test(character) ? quote : other;
});

export function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? other) : letter;
}

/** Codes of characters that a scanner looks at one by one. */
export const newline = 10;
export const dollar = 36;
export const ampersand = 38;
export const open = 40;
export const close = 41;
export const star = 42;
export const comma = 44;
export const dot = 46;
export const slash = 47;
export const colon = 58;
export const semicolon = 59;
export const less = 60;
export const equals = 61;
export const greater = 62;
export const question = 63;
export const bracket = 91;
export const backslash = 92;
export const unbracket = 93;
export const backtick = 96;
export const brace = 123;
export const bar = 124;
export const unbrace = 125;

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (classOf(text.charCodeAt(at)) === blank) at++;
  return at;
}
