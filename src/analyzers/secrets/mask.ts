/** A credential as a reader may see it: its first characters, four at most and never more than a sixth of it. */
export function mask(value: string): string {
  return `${value.slice(0, Math.min(4, Math.floor(value.length / 6)))}…`;
}
