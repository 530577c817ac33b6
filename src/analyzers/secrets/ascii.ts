/** By code 1 for the ASCII characters that are in a set, for looks at text that are too many for an expression. */
export function asciiTable(isIn: (character: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (isIn(String.fromCharCode(code)) ? 1 : 0));
}

/** Whether a unit of a text is in a set. */
export function isIn(table: Uint8Array, code: number): boolean {
  return code < 128 && table[code] === 1;
}
